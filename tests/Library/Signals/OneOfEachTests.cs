using System.Runtime.CompilerServices;
using Ronchi.Signals;
using Xunit;

namespace Ronchi.Tests.Signals;

public sealed class OneOfEachTests
{
    [Fact]
    public void EqualKeys_GiveTheSameValue_AskedAtOnceToo()
    {
        var values = new OneOfEach<(int, string), object>();
        var made = 0;

        var all = new object[64];
        Parallel.For(0, all.Length, index => all[index] = values.Of((index % 4, "a"), () =>
        {
            Interlocked.Increment(ref made);
            return new object();
        }));

        Assert.Equal(4, made);
        for (var index = 0; index < all.Length; index++)
            Assert.Same(all[index % 4], all[index]);
        Assert.Equal(all.Take(4).ToHashSet(), values.There.ToHashSet());
    }

    [Fact]
    public void ValueThatNobodyHas_Goes_IfItIsNotKept()
    {
        var values = new OneOfEach<int, object>();
        MakeTwo(values);

        GC.Collect();

        Assert.Same(Assert.Single(values.Kept), Assert.Single(values.There));
        Assert.Same(values.Kept[0], values.Of(1, static () => throw new InvalidOperationException()));
        Assert.NotNull(values.Of(0, static () => new object()));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void MakeTwo(OneOfEach<int, object> values)
        {
            values.Of(0, static () => new object());
            values.Keep(values.Of(1, static () => new object()));
        }
    }
}
