using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>
/// A range of one axis, ends included, in channels or in units of the axis from its zero: <c>20,64</c>, <c>280eV,320eV</c>.
/// </summary>
/// <remarks>It is what lies between its ends, whichever comes first; a unit at one end holds for both: <c>280,320eV</c>.</remarks>
[ParameterValue<AxisRange>]
public readonly record struct AxisRange : IParameterValue<AxisRange>
{
    private readonly (double Value, string Unit) _from, _to;

    /// <summary>A range of channels.</summary>
    /// <param name="from">One end; included.</param>
    /// <param name="to">The other; included.</param>
    /// <exception cref="ArgumentException">An end is not a number.</exception>
    public AxisRange(double from, double to)
        : this((from, ""), (to, ""))
    {
        if (double.IsNaN(from) || double.IsNaN(to))
            throw new ArgumentException($"A range has two ends; {this} has not.", nameof(from));
    }

    // Ranges of the same places are equal.
    private AxisRange((double Value, string Unit) one, (double Value, string Unit) other) =>
        (_from, _to) = one.Unit != other.Unit || one.Value <= other.Value ? (one, other) : (other, one);

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
        if (from.Unit.Length == 0 != (to.Unit.Length == 0) && text.Contains("px", StringComparison.Ordinal))
            throw new FormatException($"'{text}' is not a range: one end is in pixels and the other in {from.Unit}{to.Unit}.");
        return new(from.Unit.Length > 0 ? from : (from.Number, to.Unit), to.Unit.Length > 0 ? to : (to.Number, from.Unit));
    }

    /// <inheritdoc/>
    /// <remarks>Channels are those of the detector's last axis.</remarks>
    public AxisRange On(OperationContext context, string parameter) =>
        Along(context.Data.DetectorAxis(context.Data.Shape.Detector.Rank - 1), context.Data.Kilovolts);

    /// <summary>The range in channels of an axis.</summary>
    /// <param name="axis">The axis; null: nothing is known of it.</param>
    /// <param name="kilovolts">Acceleration voltage; null: not known.</param>
    /// <exception cref="FormatException">Its unit does not fit the axis.</exception>
    public AxisRange Along(Axis? axis, double? kilovolts) => IsInChannels
        ? this
        : new(AxisLength.Place(Text(_from), axis, kilovolts), AxisLength.Place(Text(_to), axis, kilovolts));

    /// <inheritdoc/>
    public override string ToString() => $"{Text(_from)},{Text(_to)}";

    private static string Text((double Value, string Unit) number) => AxisLength.Text(number.Value, number.Unit ?? "");
}
