namespace Ronchi.Frames;

/// <summary>
/// One axis with its calibration: coordinate = <paramref name="Offset"/> + index × <paramref name="Scale"/>, or one of
/// <see cref="Values"/>.
/// </summary>
/// <param name="Name">What runs along the axis: <c>scan row</c>, <c>detector column</c>, <c>time</c>, …</param>
/// <param name="Scale">Step from one index to the next, in <paramref name="Unit"/>; the mean one where steps are not equal.</param>
/// <param name="Offset">Coordinate of index 0, in <paramref name="Unit"/>.</param>
/// <param name="Unit">nm, mrad, 1/nm, s, …; <c>px</c> when not calibrated.</param>
public sealed record Axis(string Name, double Scale = 1, double Offset = 0, string Unit = "px")
{
    private const double StepTolerance = 1e-6;

    /// <summary>Whether the axis has a physical unit.</summary>
    public bool IsCalibrated => Unit != "px";

    /// <summary>Where step, offset and unit come from, if it is calibrated.</summary>
    public CalibrationOrigin Origin { get; init; }

    /// <summary>The coordinates, one for each index, where steps are not equal; null: they are.</summary>
    public AxisValues? Values { get; init; }

    /// <summary>An axis through coordinates: with equal steps where they have them.</summary>
    /// <param name="name">What runs along it.</param>
    /// <param name="values">The coordinates, in order.</param>
    /// <param name="unit">Their unit.</param>
    /// <exception cref="ArgumentException">See <see cref="AxisValues"/>.</exception>
    public static Axis Of(string name, IReadOnlyList<double> values, string unit = "px")
    {
        var known = new AxisValues(values);
        var step = known.Count > 1 ? (known[^1] / (known.Count - 1)) - (known[0] / (known.Count - 1)) : 1;
        var isEven = step != 0;
        for (var i = 1; i < known.Count && isEven; i++)
            isEven = Math.Abs(known[i] - known[0] - (i * step)) <= StepTolerance * Math.Abs(step) * i;
        return new(name, step == 0 ? 1 : step, known[0], unit) { Values = isEven ? null : known };
    }

    /// <summary>The coordinate at an index; behind the last value, mean steps go on.</summary>
    public double At(long index) => Values is not { } values
        ? Offset + (index * Scale)
        : index < values.Count ? values[(int)index] : values[^1] + ((index - values.Count + 1) * Scale);

    /// <summary>Some of the indices as an axis of their own.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="step">From one to the next.</param>
    public Axis Part(long first, long count, long step = 1) => Values is null
        ? this with { Offset = Offset + (first * Scale), Scale = Scale * step }
        : Of(Name, [.. Range(count).Select(i => At(first + (i * step)))], Unit) with { Origin = Origin };

    /// <summary>Several indices as one: at the mean of their coordinates.</summary>
    /// <param name="factor">How many; what is left over at the end is left out.</param>
    public Axis Binned(int factor) => Values is not { } values
        ? this with { Scale = Scale * factor, Offset = Offset + (Scale * (factor - 1) / 2) }
        : Of(Name, [.. Range(Math.Max(values.Count / factor, 1)).Select(i => values.Skip((int)i * factor).Take(factor).Average())], Unit)
            with { Origin = Origin };

    private static IEnumerable<long> Range(long count)
    {
        for (var i = 0L; i < count; i++)
            yield return i;
    }
}
