using System.Globalization;
using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Cli.Commands;

/// <summary>What values a result has, for people to look at: the range of the finite ones, and how many others there are.</summary>
/// <param name="Minimum">Smallest finite value.</param>
/// <param name="Maximum">Largest finite value.</param>
/// <param name="Sum">Of the finite values.</param>
/// <param name="Count">Finite values.</param>
/// <param name="NaNs">Measured values that are NaN.</param>
/// <param name="Infinities">Measured values that are infinite.</param>
/// <param name="Unmeasured">Values of masked pixels, and of positions that were not recorded or not visited.</param>
internal readonly record struct ResultRange(
    double Minimum, double Maximum, double Sum, long Count, long NaNs, long Infinities, long Unmeasured)
{
    public double Mean => Count == 0 ? double.NaN : Sum / Count;

    /// <summary>Measured values that are not finite.</summary>
    public long NotFinite => NaNs + Infinities;

    /// <summary>Of complex numbers the moduli are ranged, of bool 0 and 1.</summary>
    public static ResultRange Of(ResultArray result) => result.Values switch
    {
        Complex64[] values =>
            Of(result with { ElementType = ElementType.F32, Values = Array.ConvertAll(values, static value => value.Magnitude) }),
        Complex[] values =>
            Of(result with { ElementType = ElementType.F64, Values = Array.ConvertAll(values, static value => value.Magnitude) }),
        bool[] values =>
            Of(result with { ElementType = ElementType.U8, Values = Array.ConvertAll(values, static value => value ? (byte)1 : (byte)0) }),
        object?[] => default,
        _ => result.ElementType.Dispatch<Ranging, ResultRange>(new(result)),
    };

    /// <inheritdoc/>
    public override string ToString() => Text("");

    /// <summary>As text.</summary>
    /// <param name="unit">What follows the numbers: a blank and their unit, or nothing.</param>
    public string Text(string unit)
    {
        var others = NotFinite == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{NaNs:N0} NaN{(Infinities == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Infinities:N0} infinite"))}");
        var range = Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"min {Minimum:G9}, max {Maximum:G9}, mean {Mean:G9}{unit}")
            : NotFinite > 0 ? "no finite value"
            : "no measurement";
        return others.Length == 0 ? range : $"{range}; {others}";
    }

    private readonly struct Ranging(ResultArray result) : IElementTypeAction<ResultRange>
    {
        public ResultRange Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, sum = 0;
            long count = 0, nans = 0, infinities = 0, unmeasured = 0;
            var values = result.Span<T>();
            var own = result.OwnMask;
            var width = result.Valid is { Length: > 0 } ? Math.Max(values.Length / result.Valid.Length, 1) : 1;
            for (var i = 0; i < values.Length; i++)
            {
                if (own is not null ? !own[i] : !result.IsMeasured(i / width))
                {
                    unmeasured++;
                    continue;
                }

                if (!T.IsFinite(values[i]))
                {
                    nans += T.IsNaN(values[i]) ? 1 : 0;
                    infinities += T.IsNaN(values[i]) ? 0 : 1;
                    continue;
                }

                var value = double.CreateTruncating(values[i]);
                minimum = Math.Min(minimum, value);
                maximum = Math.Max(maximum, value);
                sum += value;
                count++;
            }

            return new(minimum, maximum, sum, count, nans, infinities, unmeasured);
        }
    }
}
