namespace Ronchi.Sources.Synthetic;

/// <summary>Poisson numbers of any mean in constant time.</summary>
/// <remarks>
/// Inversion below 10; above, transformed rejection with squeeze, PTRS (Hörmann 1993, Insurance: Mathematics and Economics 12, 39).
/// </remarks>
internal static class PoissonCounts
{
    private const double SmallMean = 10;
    private static readonly double[] s_logFactorials = LogFactorials(32);

    /// <summary>How many events arrive when <paramref name="mean"/> are expected.</summary>
    /// <param name="random">Where random numbers come from.</param>
    /// <param name="mean">From 0 to 10⁹.</param>
    public static int Draw(ref CountingNoise random, double mean) => mean < SmallMean ? random.NextPoisson(mean) : Large(ref random, mean);

    private static int Large(ref CountingNoise random, double mean)
    {
        var b = 0.931 + (2.53 * Math.Sqrt(mean));
        var a = -0.059 + (0.02483 * b);
        var inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        var squeeze = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            var u = random.NextDouble() - 0.5;
            var v = random.NextDouble();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= squeeze)
                return (int)k;
            if (k < 0 || (us < 0.013 && v > us))
                continue;
            if (Math.Log(v * inverseAlpha / ((a / (us * us)) + b)) <= (k * Math.Log(mean)) - mean - LogFactorial(k))
                return (int)k;
        }
    }

    // Stirling's series; three terms leave less than 1e-12 from 32 on.
    private static double LogFactorial(double k)
    {
        if (k < s_logFactorials.Length)
            return s_logFactorials[(int)k];
        var square = k * k;
        return ((k + 0.5) * Math.Log(k)) - k + (0.5 * Math.Log(Math.Tau))
            + (((1.0 / 12) - (((1.0 / 360) - (1.0 / 1260 / square)) / square)) / k);
    }

    private static double[] LogFactorials(int count)
    {
        var logs = new double[count];
        for (var k = 1; k < count; k++)
            logs[k] = logs[k - 1] + Math.Log(k);
        return logs;
    }
}
