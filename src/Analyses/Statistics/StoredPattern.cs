using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics;

/// <summary>A result over the detector as f64.</summary>
internal static class StoredPattern
{
    public static double[] Of(ResultArray result) => result.ElementType.Dispatch<Conversion, double[]>(new(result));

    private readonly struct Conversion(ResultArray result) : IElementTypeAction<double[]>
    {
        public double[] Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => Array.ConvertAll((T[])result.Values, double.CreateTruncating);
    }
}
