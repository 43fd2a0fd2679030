using Ronchi.Kernels.Ranks;
using Xunit;

namespace Ronchi.Tests.Kernels.Ranks;

public sealed class ColumnSortTests
{
    [Fact]
    public void EveryWidth_ColumnsAreSorted()
    {
        Check<sbyte>(static random => (sbyte)random.Next(-128, 128));
        Check<short>(static random => (short)random.Next(-5, 5));
        Check<int>(static random => random.Next());
        Check<long>(static random => random.NextInt64());
    }

    [Fact]
    public void BrokenRows_Throw()
    {
        Assert.Throws<ArgumentException>(() => ColumnSort.Sort<short>(new short[7], 3));
        Assert.Throws<ArgumentException>(() => ColumnSort.Sort<short>(new short[7], 0));
        ColumnSort.Sort<short>([], 0);
        ColumnSort.Sort<short>([], 5);
    }

    private static void Check<TKey>(Func<Random, TKey> draw)
        where TKey : unmanaged, System.Numerics.IBinaryInteger<TKey>
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int rows = seed < 40 ? seed : random.Next(40, 600), columns = random.Next(1, 150);
            var values = new TKey[rows * columns];
            for (int i = 0; i < values.Length; i++)
                values[i] = draw(random);
            var sorted = (TKey[])values.Clone();
            ColumnSort.Sort<TKey>(sorted, columns);
            for (int column = 0; column < columns; column++)
                Assert.Equal(Column(values, column).Order(), Column(sorted, column));

            IEnumerable<TKey> Column(TKey[] all, int column) => Enumerable.Range(0, rows).Select(row => all[(row * columns) + column]);
        }
    }
}
