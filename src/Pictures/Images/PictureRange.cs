namespace Ronchi.Pictures;

/// <summary>How values become colours: two limits, a scale, a map.</summary>
internal sealed record PictureRange(double Low, double High, bool IsCentered, PictureOptions Options)
{
    private const int HistogramSamples = 1 << 20;

    /// <summary>Takes the limits from the options, or from the percentiles of the finite values; 0 and 1 where there are none.</summary>
    public static PictureRange Of(ReadOnlySpan<double> values, PictureOptions options)
    {
        var (low, high) = Limits(values, options);
        if (!(options.CenterOnZero ?? (options.Map.Kind == ColorMapKind.Diverging && options.Low is null && options.High is null)))
            return new(low, high, false, options);
        var reach = options.High is not null && options.Low is null ? Math.Abs(high)
            : options.Low is not null && options.High is null ? Math.Abs(low)
            : Math.Max(Math.Abs(low), Math.Abs(high));
        return new(-reach, reach, true, options);
    }

    /// <summary>The step of the map, 0 to 255, for a value that is a number.</summary>
    public int Step(double value) => (int)Math.Round(Part(value) * 255, MidpointRounding.AwayFromZero);

    /// <summary>The place of a value on the colour bar: 0 at <see cref="Low"/>, 1 at <see cref="High"/>.</summary>
    public double Part(double value)
    {
        if (!(High > Low))
            return IsCentered ? 0.5 + (0.5 * Math.Sign(value)) : value > High ? 1 : 0;
        if (IsCentered)
            return 0.5 + (0.5 * Math.Sign(value) * Scaled(Math.Clamp(Math.Abs(value) / High, 0, 1), High));
        // Halves first: the difference of the largest numbers is no number.
        return Scaled(Math.Clamp(((value / 2) - (Low / 2)) / ((High / 2) - (Low / 2)), 0, 1), High - Low);
    }

    private double Scaled(double part, double width) => Options.Scale switch
    {
        PictureScale.Logarithmic when width <= double.MaxValue => Math.Log(1 + (part * width)) / Math.Log(1 + width),
        PictureScale.Power => Math.Pow(part, Options.Exponent),
        _ => part,
    };

    private static (double Low, double High) Limits(ReadOnlySpan<double> values, PictureOptions options)
    {
        // A million values, evenly spaced, place a percentile far more finely than 256 colours can show.
        var stride = Math.Max(1, values.Length / HistogramSamples);
        var sample = new List<double>(Math.Min(values.Length, 2 * HistogramSamples));
        for (var i = 0; i < values.Length; i += stride)
        {
            if (double.IsFinite(values[i]))
                sample.Add(values[i]);
        }

        if (sample.Count == 0)
            return (options.Low ?? 0, options.High ?? 1);
        sample.Sort();
        return (options.Low ?? At(options.LowPercentile), options.High ?? At(options.HighPercentile));

        double At(double percentile) => sample[(int)Math.Round(Math.Clamp(percentile, 0, 100) / 100 * (sample.Count - 1))];
    }
}
