namespace Ronchi.Sources.Synthetic;

/// <summary>
/// Random numbers and Poisson counts, the same for the same seed and stream wherever and in whatever order frames are made.
/// </summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood 2014).</remarks>
internal struct CountingNoise
{
    private const double SmallMean = 16;
    private ulong _state;

    /// <summary>Begins a stream of numbers.</summary>
    public CountingNoise(ulong seed, ulong stream)
    {
        // Mixed twice: streams that began a whole number of steps apart would be the same one, shifted.
        _state = Mix(Mix(seed) ^ stream);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>How many events arrive when <paramref name="mean"/> are expected.</summary>
    public int NextPoisson(double mean)
    {
        var count = 0;
        while (mean > SmallMean)   // the sum of two Poisson numbers is one
        {
            count += Small(SmallMean);
            mean -= SmallMean;
        }

        return count + Small(mean);
    }

    private int Small(double mean)
    {
        var remaining = NextDouble();
        var probability = Math.Exp(-mean);
        var count = 0;
        while (remaining >= probability && count < 200)
        {
            remaining -= probability;
            probability *= mean / ++count;
        }

        return count;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
