namespace Ronchi.Throughput;

/// <summary>What a suite talks to: it measures calls and keeps the figures.</summary>
/// <param name="name">The suite's name on the command line.</param>
/// <param name="size">How much work the suite may do.</param>
/// <param name="only">Keeps metrics whose name contains it; null = all.</param>
internal sealed class SuiteRun(string name, SuiteSize size, string? only)
{
    private readonly List<Metric> _metrics = [];

    public SuiteSize Size => size;

    /// <summary>What metrics' names must contain; null: nothing.</summary>
    public string? Only => only;

    /// <summary>How many times better than its peer the metric kept last was; null without a peer.</summary>
    public double? LastRatio => _metrics.LastOrDefault()?.Ratio;

    /// <summary>Whether the metric was asked for: costly preparations may look here first.</summary>
    public bool Wants(string metric) => only is null || metric.Contains(only, StringComparison.Ordinal);

    /// <summary>Measures <paramref name="call"/>, and <paramref name="peer"/> turn by turn with it.</summary>
    /// <param name="metric">Its name, kebab-case.</param>
    /// <param name="unit">Turns seconds and items into the figure.</param>
    /// <param name="items">Items (frames, bytes) that one call handles.</param>
    /// <param name="call">The work; long or short, it is repeated as needed.</param>
    /// <param name="target">What the best should reach.</param>
    /// <param name="peer">What to compare with.</param>
    /// <returns>The figure, or null when it was not asked for.</returns>
    public Metric? Time(string metric, Unit unit, double items, Action call, double? target = null, Peer? peer = null)
    {
        if (!Wants(metric))
            return null;
        var budget = TimeSpan.FromSeconds(size == SuiteSize.Small ? 0.8 : 3);
        Rounds[] rounds = peer?.Call is { } theirs
            ? Rounds.Interleaved(budget, call, theirs)
            : Rounds.Interleaved(budget, call);
        double value = unit.Figure(rounds[0].Best, items);
        Anchor? anchor = peer switch
        {
            null => null,
            { Call: null } => new Anchor(peer.Name, Tidy(peer.Figure), peer.Measured),
            _ => new Anchor(peer.Name, Tidy(unit.Figure(rounds[1].Best, peer.Items ?? items)), peer.Measured),
        };
        return Keep(new Metric(
            metric, Tidy(value), Tidy(unit.Figure(rounds[0].Median, items)), unit.Name,
            unit.Better, target, anchor, Ratio(value, anchor, unit.Better)));
    }

    /// <summary>Keeps a figure that was not timed here: a ratio, a peak of memory, a count.</summary>
    public Metric? Record(string metric, double value, string unit, Better better, double? target = null, Anchor? anchor = null) =>
        Wants(metric)
            ? Keep(new Metric(metric, Tidy(value), Tidy(value), unit, better, target, anchor, Ratio(value, anchor, better)))
            : null;

    /// <summary>Closes the suite: the machine is measured last, when its caches no longer matter.</summary>
    public SuiteReport Report() => new(name, size, Machine.Measure(), _metrics);

    private Metric Keep(Metric metric)
    {
        _metrics.Add(metric);
        Console.Error.WriteLine($"  {metric.Name}: {metric.Value} {metric.Unit}");
        return metric;
    }

    private static double? Ratio(double value, Anchor? anchor, Better better) =>
        anchor is null ? null : Tidy(better == Better.Lower ? anchor.Value / value : value / anchor.Value);

    // Four significant digits: more would be noise in the committed files.
    private static double Tidy(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return value;
        int decimals = 3 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return decimals >= 0 ? Math.Round(value, Math.Min(decimals, 15)) : Math.Round(value);
    }
}
