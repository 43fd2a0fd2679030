namespace Ronchi.Fuzz;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): every iteration has its own sequence, so that any one of them can be run alone.</summary>
internal struct FuzzRandom(ulong seed, long iteration)
{
    private ulong _state = (seed * 0x9E3779B97F4A7C15) ^ ((ulong)iteration * 0xD1B54A32D192ED03);

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number from 0 to below <paramref name="end"/>; 0 when that is empty.</summary>
    public int Below(int end) => end <= 0 ? 0 : (int)(Next() % (ulong)end);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool OneIn(int times) => Below(times) == 0;
}
