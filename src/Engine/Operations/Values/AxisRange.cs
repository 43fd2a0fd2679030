namespace Ronchi.Engine.Operations;

/// <summary>
/// A range of one axis, ends included, in channels or in units of the axis from its zero: <c>20,64</c>, <c>280eV,320eV</c>.
/// </summary>
[ParameterValue<AxisRange>]
public readonly record struct AxisRange : IParameterValue<AxisRange>
{
    private readonly (double Value, string Unit) _from, _to;

    /// <summary>A range of channels.</summary>
    /// <param name="from">Where it begins; included.</param>
    /// <param name="to">Where it ends; included.</param>
    /// <exception cref="ArgumentException">It ends before it begins.</exception>
    public AxisRange(double from, double to)
        : this((from, ""), (to, ""))
    {
        if (!(from <= to))
            throw new ArgumentException($"A range begins before it ends; {this} does not.", nameof(from));
    }

    private AxisRange((double Value, string Unit) from, (double Value, string Unit) to) => (_from, _to) = (from, to);

    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.Range;

    /// <inheritdoc/>
    public static string Form => "FROM,TO";

    /// <summary>Where it begins and where it ends, in channels.</summary>
    /// <exception cref="InvalidOperationException">It has a unit; <see cref="On"/> converts it.</exception>
    public (double From, double To) Channels =>
        IsInChannels ? (_from.Value, _to.Value) : throw new InvalidOperationException($"{this} is not in channels: On(…) converts it.");

    private bool IsInChannels => _from.Unit is null or "" && _to.Unit is null or "";

    /// <inheritdoc/>
    public static AxisRange Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split(',') is not [var first, var second])
            throw new FormatException($"'{text}' is not a range: expected FROM,TO, as in 20,64.");
        var (from, to) = (AxisLength.Split(first), AxisLength.Split(second));
        return from.Unit != to.Unit || from.Number <= to.Number
            ? new(from, to)
            : throw new FormatException($"'{text}' is not a range: it ends before it begins.");
    }

    /// <inheritdoc/>
    /// <remarks>Channels are those of the detector's last axis.</remarks>
    public AxisRange On(OperationContext context, string parameter)
    {
        if (IsInChannels)
            return this;
        var (data, text) = (context.Data, ToString());
        var axis = data.DetectorAxis(data.Shape.Detector.Rank - 1);
        var (one, other) = (AxisLength.Place(Text(_from), axis, data.Kilovolts), AxisLength.Place(Text(_to), axis, data.Kilovolts));
        // Of an axis that falls, the larger value comes first.
        return axis is { Scale: < 0 }
            ? new(other, one)
            : one <= other ? new(one, other) : throw new FormatException($"'{text}' is not a range: it ends before it begins.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Text(_from)},{Text(_to)}";

    private static string Text((double Value, string Unit) number) => AxisLength.Text(number.Value, number.Unit ?? "");
}
