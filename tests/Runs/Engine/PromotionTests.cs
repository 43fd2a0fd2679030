using Ronchi.Engine;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine;

public sealed class PromotionTests
{
    [Theory]
    [InlineData(ElementType.Bool, ElementType.U16, ElementType.U16)]
    [InlineData(ElementType.Bool, ElementType.F32, ElementType.F32)]
    [InlineData(ElementType.Bool, ElementType.C64, ElementType.C64)]
    [InlineData(ElementType.I16, ElementType.U16, ElementType.I32)]
    [InlineData(ElementType.I32, ElementType.I32, ElementType.I32)]
    [InlineData(ElementType.F32, ElementType.U8, ElementType.F32)]
    [InlineData(ElementType.F32, ElementType.U16, ElementType.F32)]
    [InlineData(ElementType.F32, ElementType.U32, ElementType.F64)]
    [InlineData(ElementType.F32, ElementType.I64, ElementType.F64)]
    [InlineData(ElementType.U64, ElementType.I8, ElementType.F64)]
    [InlineData(ElementType.U8, ElementType.I8, ElementType.I16)]
    [InlineData(ElementType.C64, ElementType.F64, ElementType.C128)]
    [InlineData(ElementType.C64, ElementType.U16, ElementType.C64)]
    public void Promotion_IsNumPys(ElementType first, ElementType second, ElementType expected)
    {
        Assert.Equal(expected, Promotion.Of(first, second));
        Assert.Equal(expected, Promotion.Of(second, first));
    }
}
