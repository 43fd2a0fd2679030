using System.Reflection;
using System.Runtime.InteropServices;
using Ronchi.Contracts;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>The contract of sources finds every lie.</summary>
public sealed class LyingSourceTests
{
    public static TheoryData<SourceLie> Lies { get; } = new(Enum.GetValues<SourceLie>().Where(static lie => lie != SourceLie.None));

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task EveryLie_IsFound(SourceLie lie) => Assert.NotEmpty(await BrokenLawsAsync(lie));

    [Fact]
    public async Task AnHonestSource_Passes() => Assert.Empty(await BrokenLawsAsync(SourceLie.None));

    private static async Task<IReadOnlyList<string>> BrokenLawsAsync(SourceLie lie)
    {
        var broken = new List<string>();
        foreach (var hasRule in (bool[])[true, false])
        {
            foreach (var law in typeof(SourceContract).GetMethods()
                .Where(static method => method.GetCustomAttribute<FactAttribute>() is not null))
            {
                using var subject = new Subject(lie, hasRule);
                try
                {
                    if (law.Invoke(subject, null) is Task task)
                        await task;
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    broken.Add($"{law.Name}: {(e.InnerException ?? e).Message}");
                }
            }
        }

        return broken;
    }

    private sealed class Subject(SourceLie lie, bool hasRule) : SourceContract
    {
        protected override (IFrameSource Source, byte[] Values) Open()
        {
            // 37 pixels end in a raw tail, 19 frames do not fill a block.
            var shape = new DataShape(new Extent(19), new Extent(37));
            var random = new Random(3);
            var values = Enumerable.Range(0, (int)shape.Full.Count)
                .Select(_ => random.Next(9) == 0 ? double.NaN : random.Next(3) * random.Next(300)).ToArray();
            var validity = hasRule ? new Validity { MaximumIsNoData = true, MaskedPixels = PixelSet.Of(37, [5]) } : Validity.Everything;
            var source = new FormSource(values, ElementType.U16, shape, validity, [.. FormSource.FormsOf(ElementType.U16, validity)]);
            var stored = Array.ConvertAll(values, value => double.IsNaN(value) ? (hasRule ? ushort.MaxValue : (ushort)0) : (ushort)value);
            return (new LyingSource(source, lie), MemoryMarshal.AsBytes(stored.AsSpan()).ToArray());
        }
    }
}
