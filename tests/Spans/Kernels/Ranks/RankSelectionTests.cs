using Ronchi.Kernels.Ranks;
using Xunit;

namespace Ronchi.Tests.Kernels.Ranks;

public sealed class RankSelectionTests
{
    [Fact]
    public void EveryRank_IsThatOfTheSortedValues_AndPartsThem()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int count = random.Next(1, seed % 10 == 0 ? 3000 : 80), range = random.Next(1, 1000);
            int[] values = (seed % 4) switch
            {
                0 => [.. Enumerable.Range(0, count)],
                1 => [.. Enumerable.Range(0, count).Reverse()],
                2 => [.. Enumerable.Range(0, count).Select(i => Math.Abs(i - (count / 2)))],
                _ => [.. Enumerable.Range(0, count).Select(_ => random.Next(range))],
            };
            int[] sorted = [.. values.Order()];
            int rank = random.Next(count);
            Assert.Equal(sorted[rank], RankSelection.Select<int>(values, rank));
            Assert.Equal(sorted[rank], values[rank]);
            Assert.All(values[..rank], value => Assert.True(value <= sorted[rank]));
            Assert.All(values[rank..], value => Assert.True(value >= sorted[rank]));
            Assert.Equal(sorted, values.Order());
        }
    }

    [Fact]
    public void RankThatIsNotThere_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RankSelection.Select<int>([], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankSelection.Select<int>(new int[3], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankSelection.Select<int>(new int[3], -1));
    }
}
