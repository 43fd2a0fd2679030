using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>A position on the detector as a pair of numbers, as the UDF of a script takes it.</summary>
internal sealed class PairType : ParameterType
{
    public override ParameterKind Kind => ParameterKind.Position;

    public override string Form => "ROW,COL";

    public override object Parse(string text) =>
        DetectorPosition.Parse(text) is { IsAuto: false } position
            ? position
            : throw new FormatException($"'{text}' is not a position: expected ROW,COL, as in 95.5,96.");

    public override string Write(object value) =>
        value is ValueTuple<double, double> pair
            ? string.Create(CultureInfo.InvariantCulture, $"{pair.Item1:R},{pair.Item2:R}")
            : value.ToString()!;

    public override object Bind(object value, OperationContext context, string parameter) =>
        value is DetectorPosition position ? position.On(context, parameter).Pixels!.Value : value;
}
