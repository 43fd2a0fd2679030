using Ronchi.Codecs;
using Ronchi.Fuzz;
using Xunit;

namespace Ronchi.Tests.Codecs;

public sealed class BitshuffleTests
{
    private static readonly int[] OddPlaneBytes = [0, 1, 2, 7, 8, 9, 15, 16, 31, 32, 33, 63, 64, 65, 71, 96, 127, 128, 129, 258, 512];

    [Theory]
    [MemberData(nameof(BitshufflePath.Names), MemberType = typeof(BitshufflePath))]
    public void EveryPath_AgreesWithTheReferenceBitByBit_WithinGuardPages(string path)
    {
        BitshufflePath.Require(path);
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are made with mmap.");
        using var planeMemory = new GuardedMemory(1 << 16);
        using var elementMemory = new GuardedMemory(1 << 16);
        int seed = 0;
        foreach (int elementBytes in (int[])[1, 2, 4, 8])
        {
            foreach (int planeBytes in OddPlaneBytes)
            {
                for (int n = 0; n < 6; n++)
                {
                    var random = new Random(++seed);
                    byte[] elements = RandomBytes.Counts(random, planeBytes * 8, elementBytes);
                    byte[] planes = ReferenceBitshuffle.Shuffle(elements, elementBytes);
                    int live = elementBytes * 8;
                    while (live > 0 && !planes.AsSpan((live - 1) * planeBytes, planeBytes).ContainsAnyExcept((byte)0))
                        live--;
                    bool atEnd = n % 2 == 0;
                    // Only the live planes are there.
                    var from = planeMemory.Copy(planes.AsSpan(0, live * planeBytes), atEnd);
                    var to = atEnd ? elementMemory.AtEnd(elements.Length) : elementMemory.AtStart(elements.Length);
                    to.Fill(0xA5);
                    BitshufflePath.ToElements(path, from, live, to, elementBytes);
                    Assert.True(to.SequenceEqual(elements), $"seed {seed}: {elementBytes} bytes, planes of {planeBytes}, {live} live");

                    elementMemory.Copy(elements, !atEnd);
                    var source = atEnd ? elementMemory.AtStart(elements.Length) : elementMemory.AtEnd(elements.Length);
                    var back = atEnd ? planeMemory.AtEnd(elements.Length) : planeMemory.AtStart(elements.Length);
                    back.Fill(0xA5);
                    BitshufflePath.ToPlanes(path, source, elementBytes, back);
                    Assert.True(back.SequenceEqual(planes), $"seed {seed}: {elementBytes} bytes, planes of {planeBytes}, forward");
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void AnyNumberOfElements_ComesBack_TailAsItWas(int elementBytes)
    {
        for (int elements = 0; elements < 200; elements++)
        {
            byte[] values = RandomBytes.Counts(new Random(elements), elements, elementBytes);
            byte[] planes = new byte[values.Length];
            byte[] back = new byte[values.Length];
            Bitshuffle.Shuffle(values, planes, elementBytes);
            Assert.Equal(ReferenceBitshuffle.Shuffle(values, elementBytes), planes);
            Bitshuffle.Unshuffle(planes, back, elementBytes);
            Assert.Equal(values, back);
        }
    }

    [Fact]
    public void WrongLengths_AreTheCallersError()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Bitshuffle.Shuffle(new byte[6], new byte[6], 3));
        Assert.Throws<ArgumentException>(() => Bitshuffle.Shuffle(new byte[8], new byte[7], 1));
        Assert.Throws<ArgumentException>(() => Bitshuffle.Unshuffle(new byte[7], new byte[7], 2));
    }
}
