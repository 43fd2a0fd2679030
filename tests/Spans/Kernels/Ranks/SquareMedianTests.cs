using Ronchi.Kernels.Ranks;
using Xunit;

namespace Ronchi.Tests.Kernels.Ranks;

public sealed class SquareMedianTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(10)]
    [InlineData(37)]
    public void InnerPixels_HaveTheMiddleOfNine(int columns)
    {
        const int Rows = 5;
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, Rows * columns).Select(_ => (double)random.Next(seed % 2 == 0 ? 5 : 1_000_000) - 2)];
            for (int row = 1; row < Rows - 1; row++)
            {
                double[] medians = new double[values.Length];
                Array.Fill(medians, -7.5);
                int done = SquareMedian.Row(values, medians, row, columns);
                Assert.InRange(done, Math.Max(columns - 2 - 7, 0), columns - 2);
                for (int pixel = 0; pixel < values.Length; pixel++)
                {
                    int column = pixel % columns;
                    bool isComputed = pixel / columns == row && column >= 1 && column < 1 + done;
                    double expected = isComputed ? Around(values, row, column, columns).Order().ElementAt(4) : -7.5;
                    Assert.Equal(expected, medians[pixel]);
                }
            }
        }
    }

    [Fact]
    public void RowsAtTheEdge_Throw()
    {
        Assert.Throws<ArgumentException>(() => SquareMedian.Row(new double[12], new double[12], 0, 4));
        Assert.Throws<ArgumentException>(() => SquareMedian.Row(new double[12], new double[12], 2, 4));
        Assert.Throws<ArgumentException>(() => SquareMedian.Row(new double[12], new double[11], 1, 4));
    }

    private static IEnumerable<double> Around(double[] values, int row, int column, int columns) =>
        from r in Enumerable.Range(row - 1, 3)
        from c in Enumerable.Range(column - 1, 3)
        select values[(r * columns) + c];
}
