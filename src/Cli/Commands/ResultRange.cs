using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Cli.Commands;

/// <summary>Smallest, largest and mean value of a result, for people to look at.</summary>
internal readonly record struct ResultRange(double Minimum, double Maximum, double Sum, long Count)
{
    public double Mean => Count == 0 ? 0 : Sum / Count;

    /// <summary>Of complex numbers the moduli are ranged, of bool 0 and 1.</summary>
    public static ResultRange Of(ResultArray result) => result.Values switch
    {
        Complex64[] values => Of(result with { ElementType = ElementType.F32, Values = Array.ConvertAll(values, static value => value.Magnitude) }),
        Complex[] values => Of(result with { ElementType = ElementType.F64, Values = Array.ConvertAll(values, static value => value.Magnitude) }),
        bool[] values => Of(result with { ElementType = ElementType.U8, Values = Array.ConvertAll(values, static value => value ? (byte)1 : (byte)0) }),
        object?[] => new(0, 0, 0, 0),
        _ => result.ElementType.Dispatch<Ranging, ResultRange>(new(result)),
    };

    private readonly struct Ranging(ResultArray result) : IElementTypeAction<ResultRange>
    {
        public ResultRange Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, sum = 0;
            var count = 0L;
            var values = result.Span<T>();
            for (var i = 0; i < values.Length; i++)
            {
                if ((result.Valid is { } valid && !valid[i / Math.Max(values.Length / valid.Length, 1)]) || T.IsNaN(values[i]))
                    continue;
                var value = double.CreateTruncating(values[i]);
                minimum = Math.Min(minimum, value);
                maximum = Math.Max(maximum, value);
                sum += value;
                count++;
            }

            return new(minimum, maximum, sum, count);
        }
    }
}
