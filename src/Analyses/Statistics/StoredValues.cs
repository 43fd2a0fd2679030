using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics;

/// <summary>Frames that are given as they are stored: which of their values are measurements.</summary>
internal static class StoredValues
{
    /// <summary>For each value, whether it is neither of a masked pixel nor "no data"; null: all are.</summary>
    /// <param name="values">Frames one after another, of the type of the data.</param>
    /// <param name="data">The data.</param>
    public static bool[]? Measured(Array values, DataDescription data)
    {
        if (data.Validity is { MaskedPixels: null, MaximumIsNoData: false } || data.ElementType.IsComplex())
            return null;
        var measured = data.ElementType.Dispatch<MeasuredAction, bool[]>(new(values, data));
        return measured.AsSpan().Contains(false) ? measured : null;
    }

    /// <summary>The values with NaN in place of those that are no measurement, where the type has it.</summary>
    public static Array Blanked(Array values, bool[]? measured) => (measured, values) switch
    {
        ({ } valid, float[] singles) => Blanked(singles, valid, float.NaN),
        ({ } valid, double[] doubles) => Blanked(doubles, valid, double.NaN),
        _ => values,
    };

    private static T[] Blanked<T>(T[] values, bool[] measured, T blank)
    {
        var blanked = new T[values.Length];
        for (var i = 0; i < blanked.Length; i++)
            blanked[i] = measured[i] ? values[i] : blank;
        return blanked;
    }

    private readonly struct MeasuredAction(Array values, DataDescription data) : IElementTypeAction<bool[]>
    {
        public bool[] Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var (stored, pixels) = ((T[])values, (int)Math.Max(data.Shape.FrameElements, 1));
            var measured = new bool[stored.Length];
            for (var i = 0; i < stored.Length; i++)
                measured[i] = data.Validity.MaskedPixels?[i % pixels] != true
                    && !(data.Validity.MaximumIsNoData && stored[i] == T.MaxValue);
            return measured;
        }
    }
}
