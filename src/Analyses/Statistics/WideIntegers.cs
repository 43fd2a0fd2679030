using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics;

/// <summary>Sums of 64-bit integers: whole numbers where all of an array fit into 64 bits, else f64.</summary>
internal static class WideIntegers
{
    /// <summary>Whether sums over data of a type can pass 64 bits.</summary>
    public static bool Are(ElementType type) => type is ElementType.U64 or ElementType.I64;

    /// <summary>Whether a number fits into the sum type of the data.</summary>
    public static bool Fits(Int128 sum, ElementType type) =>
        type.IsUnsigned() ? sum >= 0 && sum <= ulong.MaxValue : sum >= long.MinValue && sum <= long.MaxValue;

    /// <summary>A report of how many sums did not fit; it is told where it is not 0.</summary>
    /// <param name="name">Its name.</param>
    public static BufferDeclaration Report(string name) => new(name, ResultKind.Single, ElementType.U64, Use: BufferUse.Report);

    /// <summary>The value of such a report.</summary>
    public static ResultArray Reported(string name, long count) =>
        new(name, ResultKind.Single, ElementType.U64, default, new[] { (ulong)count }) { Use = BufferUse.Report };

    /// <summary>A result of sums.</summary>
    /// <param name="name">Name of the result.</param>
    /// <param name="kind">Which axes it follows.</param>
    /// <param name="type">Type of the data.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="beyond">How many pass 64 bits; then all are f64.</param>
    public static ResultArray Of(string name, ResultKind kind, ElementType type, Extent shape, Int128[] sums, out long beyond)
    {
        beyond = sums.LongCount(sum => !Fits(sum, type));
        return beyond > 0 ? new(name, kind, ElementType.F64, shape, Array.ConvertAll(sums, static sum => (double)sum))
            : type.IsUnsigned() ? new(name, kind, ElementType.U64, shape, Array.ConvertAll(sums, ulong.CreateTruncating))
            : new(name, kind, ElementType.I64, shape, Array.ConvertAll(sums, long.CreateTruncating));
    }

    /// <summary>Stores a sum of one frame: its lower 64 bits, and beside them its f64 value when it does not fit, else 0.</summary>
    public static void Put(ResultBuffer sums, ResultBuffer beyond, long place, Int128 sum)
    {
        if (sums.Values is ulong[] unsigned)
            unsigned[place] = ulong.CreateTruncating(sum);
        else
            ((long[])sums.Values)[place] = long.CreateTruncating(sum);
        beyond.Span<double>()[(int)place] = Fits(sum, sums.Declaration.ElementType) ? 0 : (double)sum;
    }

    /// <summary>The result of sums that were stored so; null: all fit, and the buffer is the result.</summary>
    public static ResultArray? Widened(ResultBuffer sums, ResultBuffer beyond, DataShape data, out long count)
    {
        var large = beyond.Span<double>();
        count = large.Length - large.Count(0.0);
        if (count == 0)
            return null;
        var stored = ResultArray.Of(sums, data);
        var values = stored.ToDoubles();
        for (var i = 0; i < values.Length; i++)
            values[i] = large[i] == 0 ? values[i] : large[i];
        return stored with { ElementType = ElementType.F64, Values = values };
    }
}
