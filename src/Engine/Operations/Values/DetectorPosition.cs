using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>
/// A position on the detector, in pixels or in units of its axes from their zero, as in <c>95.5,96</c>; or <c>auto</c>: the centre of the
/// bright-field disk.
/// </summary>
[ParameterValue<DetectorPosition>]
public readonly record struct DetectorPosition : IParameterValue<DetectorPosition>
{
    private readonly (double Value, string Unit) _row, _column;

    /// <summary>A position in pixels.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    public DetectorPosition(double row, double column) => (_row, _column) = ((row, ""), (column, ""));

    private DetectorPosition((double Value, string Unit) row, (double Value, string Unit) column) => (_row, _column) = (row, column);

    /// <summary>The centre of the bright-field disk, found in the data.</summary>
    public static DetectorPosition Auto { get; } = new() { IsAuto = true };

    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.Position;

    /// <inheritdoc/>
    public static string Form => "ROW,COL|auto";

    /// <summary>Whether it is <see cref="Auto"/>.</summary>
    public bool IsAuto { get; private init; }

    /// <summary>Row and column in pixels; null: <see cref="Auto"/>.</summary>
    /// <exception cref="InvalidOperationException">It has a unit; <see cref="On"/> converts it.</exception>
    public (double Row, double Column)? Pixels =>
        IsAuto
            ? null
            : IsInPixels
            ? (_row.Value, _column.Value)
            : throw new InvalidOperationException($"{this} is not in pixels: On(…) converts it.");

    private bool IsInPixels => _row.Unit is null or "" && _column.Unit is null or "";

    /// <inheritdoc/>
    public static DetectorPosition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text == "auto"
            ? Auto
            : text.Split(',') is [var row, var column]
            ? new(AxisLength.Split(row), AxisLength.Split(column))
            : throw new FormatException($"'{text}' is not a position: expected ROW,COL, as in 95.5,96, or auto.");
    }

    /// <inheritdoc/>
    /// <remarks>A position off the detector is noted: possible, and nearly always a slip.</remarks>
    public DetectorPosition On(OperationContext context, string parameter)
    {
        if (IsAuto)
            return this;
        var (data, row, column) = (context.Data, _row.Value, _column.Value);
        if (!IsInPixels)
            (
                row,
                column) = (
                    AxisLength.Place(Text(_row), data.DetectorAxis(0), data.Kilovolts),
                    AxisLength.Place(Text(_column), data.DetectorAxis(1), data.Kilovolts));
        if (Math.Max(Math.Abs(row), Math.Abs(column)) > DetectorLength.Longest)
            throw new FormatException($"'{this}' is too far away; positions are at most 1e9 pixels.");
        if (data.Shape.Detector is { Rank: 2 or 3 } detector
            && !(row >= -0.5 && row <= detector[0] - 0.5 && column >= -0.5 && column <= detector[1] - 0.5))
            context.Note($"--{parameter} {this} lies outside the detector of {detector} pixels");
        return new(row, column);
    }

    /// <inheritdoc/>
    public override string ToString() => IsAuto ? "auto" : $"{Text(_row)},{Text(_column)}";

    private static string Text((double Value, string Unit) number) => AxisLength.Text(number.Value, number.Unit ?? "");
}
