using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Xunit;

namespace Ronchi.Tests.Frames.Numpy;

/// <summary>Names of types as NumPy and people write them.</summary>
public sealed class NpyTypeTests
{
    [Theory]
    [InlineData("uint8", ElementType.U8, false)]
    [InlineData("u1", ElementType.U8, false)]
    [InlineData("|u1", ElementType.U8, false)]
    [InlineData("u16", ElementType.U16, false)]
    [InlineData("U16", ElementType.U16, false)]
    [InlineData("u2", ElementType.U16, false)]
    [InlineData(">u2", ElementType.U16, true)]
    [InlineData("=u2", ElementType.U16, false)]
    [InlineData(">u16", ElementType.U16, true)]
    [InlineData("u4", ElementType.U32, false)]
    [InlineData("u32", ElementType.U32, false)]
    [InlineData("<u8", ElementType.U64, false)]
    [InlineData(">u8", ElementType.U64, true)]
    [InlineData("u64", ElementType.U64, false)]
    [InlineData("i1", ElementType.I8, false)]
    [InlineData("int8", ElementType.I8, false)]
    [InlineData("i16", ElementType.I16, false)]
    [InlineData("<i8", ElementType.I64, false)]
    [InlineData("int64", ElementType.I64, false)]
    [InlineData("f4", ElementType.F32, false)]
    [InlineData("<f4", ElementType.F32, false)]
    [InlineData("f32", ElementType.F32, false)]
    [InlineData("float32", ElementType.F32, false)]
    [InlineData("f8", ElementType.F64, false)]
    [InlineData(">f8", ElementType.F64, true)]
    [InlineData("f64", ElementType.F64, false)]
    [InlineData("bool", ElementType.Bool, false)]
    [InlineData("?", ElementType.Bool, false)]
    public void Name_IsUnderstood(string text, ElementType type, bool isBigEndian) =>
        Assert.Equal((type, isBigEndian), NpyType.Named(text));

    [Theory]
    [InlineData("u8", "uint8 or uint64")]
    [InlineData("U8", "uint8 or uint64")]
    [InlineData("i8", "int8 or int64")]
    [InlineData("u3", "expected uint8")]
    [InlineData("f2", "expected uint8")]
    [InlineData("object", "expected uint8")]
    [InlineData("", "expected uint8")]
    [InlineData(">", "expected uint8")]
    [InlineData("><u2", "expected uint8")]
    public void AmbiguousOrUnknownName_SaysWhatToWrite(string text, string cure) =>
        Assert.Contains(cure, Assert.Throws<FormatException>(() => NpyType.Named(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("u8", ElementType.U64)]
    [InlineData("i8", ElementType.I64)]
    [InlineData("i2", ElementType.I16)]
    [InlineData("=f4", ElementType.F32)]
    [InlineData("float64", ElementType.F64)]
    public void HeaderWithoutByteOrder_CountsBytes(string descr, ElementType type)
    {
        Assert.True(NpyType.TryParse(descr, out var parsed, out var isBigEndian));
        Assert.Equal((type, false), (parsed, isBigEndian));
    }

    [Theory]
    [InlineData("u16")]
    [InlineData("<f2")]
    [InlineData("|S4")]
    [InlineData("O")]
    [InlineData("")]
    public void HeaderOfAnotherType_IsNone(string descr) => Assert.False(NpyType.TryParse(descr, out _, out _));
}
