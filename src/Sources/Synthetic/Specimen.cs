namespace Ronchi.Sources.Synthetic;

/// <summary>What lies at each point of the scan: gold particles on an amorphous film with a hole.</summary>
/// <remarks>Coordinates are fractions of the scan's height, row and column, so that a larger scan shows the same in more detail.</remarks>
internal sealed class Specimen
{
    private readonly (double Row, double Column, double Phase)[] _waves;

    public Specimen(int seed)
    {
        var random = new CountingNoise((ulong)seed, stream: ulong.MaxValue);
        _waves = new (double, double, double)[60];
        foreach (ref var wave in _waves.AsSpan())
        {
            var angle = random.NextDouble() * Math.Tau;
            var cycles = 2 + (14 * random.NextDouble());
            wave = (cycles * Math.Sin(angle), cycles * Math.Cos(angle), random.NextDouble() * Math.Tau);
        }
    }

    /// <summary>The particles: centre, size, rotation of the lattice in radians.</summary>
    public static IReadOnlyList<Particle> Particles { get; } =
    [
        new(0.47, 0.44, 0.33, 0.35),
        new(0.90, 0.90, 0.19, 1.31),
    ];

    /// <summary>Thickness of the film: about 1, and 0 in the hole.</summary>
    public double Film(double row, double column)
    {
        var structure = 0.0;
        foreach (var wave in _waves)
            structure += Math.Cos((Math.Tau * ((wave.Row * row) + (wave.Column * column))) + wave.Phase);
        structure /= Math.Sqrt(_waves.Length / 2.0);
        var fromHole = Math.Sqrt(Square(row + 0.06) + Square(column - 1.08)) - 0.42 + (0.015 * structure);
        return (1 + (0.12 * structure)) / (1 + Math.Exp(-fromHole / 0.012));
    }

    private static double Square(double value) => value * value;

    /// <summary>A particle seen along [110]: its outline has faces of {111} and {002}.</summary>
    /// <param name="Row">Centre, as a fraction of the scan's height.</param>
    /// <param name="Column">Centre, as a fraction of the scan's height.</param>
    /// <param name="Size">Distance of the {111} faces from the centre.</param>
    /// <param name="Rotation">Direction of [001] against the rows, in radians.</param>
    internal readonly record struct Particle(double Row, double Column, double Size, double Rotation)
    {
        /// <summary>Thickness at a point: 0 outside, 1 in the middle.</summary>
        public double Thickness(double row, double column)
        {
            var inside = double.PositiveInfinity;
            foreach (var (angle, distance) in (ReadOnlySpan<(double, double)>)[(0, 1.02), (54.7356, 1), (125.2644, 1), (180, 1.02), (234.7356, 1), (305.2644, 1)])
            {
                var normal = (angle * Math.PI / 180) + Rotation;
                var along = ((row - Row) * Math.Sin(normal)) + ((column - Column) * Math.Cos(normal));
                inside = Math.Min(inside, (distance * Size) - along);
            }

            return inside <= 0 ? 0 : Math.Sqrt(Math.Min(1, inside / (0.8 * Size)));
        }
    }
}
