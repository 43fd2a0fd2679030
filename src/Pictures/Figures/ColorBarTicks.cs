namespace Ronchi.Pictures;

/// <summary>The marks beside a colour bar: round values, inside the limits, increasing, far enough apart to be read.</summary>
/// <param name="Ticks">The marks, from low to high; none where the limits enclose nothing.</param>
/// <param name="Factor">What all labels are to be multiplied by, <c>×10³</c>; empty: nothing.</param>
internal sealed record ColorBarTicks(IReadOnlyList<ColorBarTick> Ticks, string Factor)
{
    /// <summary>The marks of a picture.</summary>
    /// <param name="range">How values became colours.</param>
    /// <param name="gap">The smallest distance of two marks, as part of the bar.</param>
    public static ColorBarTicks For(PictureRange range, double gap)
    {
        var (low, high) = (range.Low, range.High);
        var width = high - low;
        if (!double.IsNormal(width) || !(width > Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-12) || width <= 0)
            return new([], "");
        var isLinear = range.Options.Scale == PictureScale.Linear;
        var (values, digit) = Even(low, high, isLinear ? gap : Math.Min(0.5, gap * 2));
        if (isLinear)
            return Label(range, values, digit, gap);
        // Powers of ten, where they spread over the bar; else even steps say more.
        var decades = Decades(range);
        return decades.Count >= 3 && Spread(range, decades) > 0.4 ? Powers(range, decades, gap) : Label(range, values, digit, gap);
    }

    private static (List<double> Values, int Digit) Even(double low, double high, double gap)
    {
        var least = (high - low) * gap;
        var digit = (int)Math.Floor(Math.Log10(least));
        var (step, last) = (least / Math.Pow(10, digit)) switch
        {
            <= 1 => (1, digit),
            <= 2 => (2, digit),
            <= 5 => (5, digit),
            _ => (1, digit + 1),
        };
        var size = step * Math.Pow(10, last);
        var values = new List<double>();
        for (var k = Math.Ceiling((low / size) - 1e-9); k <= (high / size) + 1e-9 && values.Count < 1000; k++)
            values.Add(Math.Clamp(k * size, low, high));
        return (values, last);
    }

    private static List<double> Decades(PictureRange range)
    {
        var reach = Math.Max(Math.Abs(range.Low), Math.Abs(range.High));
        var values = new List<double>();
        for (int power = (int)Math.Floor(Math.Log10(reach)), left = 12; left > 0; power--, left--)
        {
            var value = Math.Pow(10, power);
            if (value >= range.Low && value <= range.High)
                values.Add(value);
            if (-value >= range.Low && -value <= range.High)
                values.Add(-value);
        }

        return values;
    }

    private static double Spread(PictureRange range, List<double> values)
    {
        var parts = values.ConvertAll(range.Part);
        return parts.Max() - parts.Min();
    }

    private static ColorBarTicks Powers(PictureRange range, List<double> decades, double gap)
    {
        var taken = new List<ColorBarTick>();
        if (range.Low <= 0 && range.High >= 0)
            taken.Add(new(0, range.Part(0), "0"));
        foreach (var value in decades)
        {
            var power = (int)Math.Round(Math.Log10(Math.Abs(value)));
            Take(new(
                value,
                range.Part(value),
                (value < 0 ? "−" : "")
                    + (power is >= -2 and <= 3 ? TickText.Number(Math.Abs(value), Math.Min(power, 0), 0) : TickText.Power(1, power))));
        }

        return new([.. taken.OrderBy(static tick => tick.Value)], "");

        void Take(ColorBarTick tick)
        {
            if (taken.TrueForAll(other => Math.Abs(other.Part - tick.Part) >= gap))
                taken.Add(tick);
        }
    }

    private static ColorBarTicks Label(PictureRange range, List<double> values, int digit, double gap)
    {
        var largest = values.Count == 0 ? 0 : values.Max(Math.Abs);
        var power = largest > 0 ? (int)Math.Floor(Math.Log10(largest) + 1e-9) : 0;
        var common = power is >= 4 or < -1 ? (int)Math.Floor(power / 3.0) * 3 : 0;
        var taken = new List<ColorBarTick>();
        foreach (var value in values)
        {
            var tick = new ColorBarTick(value, range.Part(value), TickText.Number(value, digit, common));
            if (taken.Count == 0 || tick.Part - taken[^1].Part >= gap * 0.99)
                taken.Add(tick);
        }

        return new(taken, common == 0 ? "" : "×10" + TickText.Raise(common));
    }
}
