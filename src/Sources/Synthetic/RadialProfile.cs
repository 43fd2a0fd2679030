namespace Ronchi.Sources.Synthetic;

/// <summary>A round distribution of electrons on the detector, from which single positions are drawn.</summary>
/// <remarks>
/// Radii come from the inverse of the cumulated profile, tabulated as r²: inside a uniform disk r² is linear in the
/// cumulated share, so that interpolation is exact there. Directions come from a table and a turn of first order by the
/// rest of the angle. One 64-bit number gives one position, to 0.001 pixel.
/// </remarks>
internal sealed class RadialProfile
{
    private const int RadiusBits = 11;
    private const int AngleBits = 9;
    private const int AngleRestBits = 64 - RadiusBits - 32 - AngleBits;
    private const int Steps = 1 << 15;
    private const double LowerWord = 1.0 / (1L << 32);
    private static readonly (double Sine, double Cosine)[] s_directions = Directions();

    private readonly Func<double, double> _shape;
    private readonly double[] _squares;
    private readonly double _norm;

    /// <summary>Tabulates a profile.</summary>
    /// <param name="shape">Intensity per area at a radius in pixels, in any unit.</param>
    /// <param name="reach">Radius in pixels at which it is cut off.</param>
    public RadialProfile(Func<double, double> shape, double reach)
    {
        _shape = shape;
        Reach = reach;
        var cumulated = new double[Steps + 1];
        var step = reach / Steps;
        for (var i = 0; i < Steps; i++)
        {
            var radius = (i + 0.5) * step;
            cumulated[i + 1] = cumulated[i] + (shape(radius) * radius);
        }

        _norm = 1 / (cumulated[Steps] * step * Math.Tau);
        _squares = new double[(1 << RadiusBits) + 1];
        var cell = 0;
        for (var i = 1; i < _squares.Length; i++)
        {
            var wanted = cumulated[Steps] * i / (_squares.Length - 1);
            while (cell < Steps - 1 && cumulated[cell + 1] < wanted)
                cell++;
            // Inside a cell the share grows with the area, as r².
            var part = Math.Min(1, (wanted - cumulated[cell]) / Math.Max(cumulated[cell + 1] - cumulated[cell], double.Epsilon));
            double inner = cell * step, outer = (cell + 1) * step;
            _squares[i] = (inner * inner) + (part * ((outer * outer) - (inner * inner)));
        }
    }

    /// <summary>Radius in pixels beyond which there is nothing.</summary>
    public double Reach { get; }

    /// <summary>Share of the electrons per pixel area at a radius.</summary>
    public double Density(double radius) => radius > Reach ? 0 : _norm * _shape(radius);

    /// <summary>Table of r² at equal steps of the cumulated share, for <see cref="Place"/>.</summary>
    public ReadOnlySpan<double> Squares => _squares;

    /// <summary>Turns 64 random bits into a position around (0, 0).</summary>
    /// <param name="squares">The profile's <see cref="Squares"/>.</param>
    /// <param name="bits">Random bits.</param>
    /// <param name="row">Row in pixels.</param>
    /// <param name="column">Column in pixels.</param>
    public static void Place(ReadOnlySpan<double> squares, ulong bits, out double row, out double column)
    {
        var index = (int)(bits >> (64 - RadiusBits));
        var rest = (uint)(bits >> (32 - RadiusBits)) * LowerWord;
        var lower = squares[index];
        var radius = Math.Sqrt(lower + (rest * (squares[index + 1] - lower)));
        var (sine, cosine) = s_directions[(int)(bits >> AngleRestBits) & ((1 << AngleBits) - 1)];
        var turn = ((int)(bits & ((1u << AngleRestBits) - 1)) - ((1 << AngleRestBits) / 2))
            * (Math.Tau / (1 << (AngleBits + AngleRestBits)));
        row = radius * (sine + (turn * cosine));
        column = radius * (cosine - (turn * sine));
    }

    private static (double Sine, double Cosine)[] Directions()
    {
        var directions = new (double Sine, double Cosine)[1 << AngleBits];
        for (var i = 0; i < directions.Length; i++)
            directions[i] = Math.SinCos(Math.Tau * i / directions.Length);
        return directions;
    }
}
