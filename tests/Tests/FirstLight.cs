using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests;

public sealed class FirstLight
{
    [Fact]
    public void ElementType_Default_IsU8() => Assert.Equal(ElementType.U8, default);
}
