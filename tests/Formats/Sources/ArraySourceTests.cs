using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>A spectrum a position.</summary>
public sealed class ArraySourceOfSpectraTests : ArraySourceContract
{
    protected override DataShape Shape => new(new Extent(4, 9), new Extent(31));
}

/// <summary>A pattern a position.</summary>
public sealed class ArraySourceOfFramesTests : ArraySourceContract
{
    protected override DataShape Shape => new(new Extent(21), new Extent(5, 8));

    [Fact]
    public void ValuesThatDoNotFillTheShape_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new ArraySource<ushort>(new ushort[7], Shape));

    [Fact]
    public void TypeThatIsNoElement_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ArraySource<char>(new char[(int)Shape.Full.Count], Shape));
}

/// <summary>Patterns of a stack of detectors, in a series.</summary>
public sealed class ArraySourceOfStacksTests : ArraySourceContract
{
    protected override DataShape Shape => new(new Extent(2, 3, 4), new Extent(2, 5, 3));
}

public abstract class ArraySourceContract : SourceContract
{
    protected abstract DataShape Shape { get; }

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var random = new Random(31);
        var values = Enumerable.Range(0, (int)Shape.Full.Count).Select(_ => (ushort)random.Next(65536)).ToArray();
        return (new ArraySource<ushort>(values, Shape), System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }
}
