using Ronchi.Analyses.Deflection;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class DeflectionGuessTests
{
    [Fact]
    public void AnyAngleAndFlip_AreFoundAgain()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            int rows = random.Next(14, 24), columns = random.Next(14, 24);
            // The field of a few wells: no curl, and a divergence that reaches far below zero in the middles.
            var (fieldRow, fieldColumn) = Wells(random, rows, columns);
            double angle = (random.NextDouble() * 360) - 180, radians = angle * Math.PI / 180;
            var flip = random.Next(2) == 0;
            double[] shiftRow = new double[fieldRow.Length], shiftColumn = new double[fieldRow.Length];
            for (var i = 0; i < fieldRow.Length; i++)
            {
                // The inverse of field = R(angle) · F · shift.
                var y = (Math.Cos(radians) * fieldRow[i]) - (Math.Sin(radians) * fieldColumn[i]);
                shiftRow[i] = flip ? -y : y;
                shiftColumn[i] = (Math.Sin(radians) * fieldRow[i]) + (Math.Cos(radians) * fieldColumn[i]);
            }

            var guess = DeflectionGuess.Of(shiftRow, shiftColumn, rows, columns);
            Assert.Equal(flip, guess.FlipY);
            Assert.True(
                Math.Abs(Math.IEEERemainder(guess.ScanRotation - angle, 360)) < 2, $"seed {seed}: {angle}, got {guess.ScanRotation}");
        }
    }

    [Fact]
    public async Task TransposedDetector_IsTurnedAndFlipped()
    {
        // LiberTEM's cases: a 5 × 5 scan whose single bright pixel moves with the probe, and with rows and columns exchanged.
        using var straight = Pixels((i, j) => (4 - i, 4 - j));
        var identity = await GuessAsync(straight);
        Assert.Equal((0.0, (byte)0), (identity.Rotation, identity.Flip));
        using var transposed = Pixels((i, j) => (4 - j, 4 - i));
        var turned = await GuessAsync(transposed);
        Assert.Equal((90.0, (byte)1), (turned.Rotation, turned.Flip));
    }

    [Fact]
    public void TooSmallScans_SayWhy() => Assert.Throws<ArgumentException>(() => DeflectionGuess.Of(new double[4], new double[4], 2, 2));

    private static (double[] Row, double[] Column) Wells(Random random, int rows, int columns)
    {
        double[] row = new double[rows * columns], column = new double[rows * columns];
        for (var well = 0; well < 3; well++)
        {
            double atRow = random.NextDouble() * rows, atColumn = random.NextDouble() * columns, width = 2 + random.NextDouble();
            for (var i = 0; i < row.Length; i++)
            {
                double dr = (i / columns) - atRow, dc = (i % columns) - atColumn,
                    fall = Math.Exp(-((dr * dr) + (dc * dc)) / (2 * width * width));
                row[i] -= dr * fall;
                column[i] -= dc * fall;
            }
        }

        return (row, column);
    }

    private static ArraySource<byte> Pixels(Func<int, int, (int Row, int Column)> where)
    {
        var values = new byte[5 * 5 * 5 * 5];
        for (var i = 0; i < 25; i++)
        {
            var (row, column) = where(i / 5, i % 5);
            values[(i * 25) + (row * 5) + column] = 1;
        }

        return new(values, new DataShape(new Extent(5, 5), new Extent(5, 5)));
    }

    private static async Task<(double Rotation, byte Flip)> GuessAsync(IFrameSource source)
    {
        var results = await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new CenterOfMassGuess()]));
        return (Math.Round(results["rotation"].Span<double>()[0], 9), results["flip"].Span<byte>()[0]);
    }
}
