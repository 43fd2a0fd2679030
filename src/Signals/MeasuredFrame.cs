using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>Reads one frame, and says which of its values are measurements.</summary>
/// <param name="source">The data.</param>
/// <param name="resident">The data in memory; null: they are read, or made from others.</param>
/// <param name="position">Flat scan index.</param>
internal readonly struct MeasuredFrame(IFrameSource source, IResidentScan? resident, long position) : IElementTypeAction<ResultArray>
{
    public ResultArray Run<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var frame = new FrameReading(source, resident, position).Run<T>();
        if (source.Validity is { MaskedPixels: null, MaximumIsNoData: false })
            return frame;
        var values = (T[])frame.Values;
        var valid = new bool[values.Length];
        for (var pixel = 0; pixel < valid.Length; pixel++)
            valid[pixel] = source.Validity.MaskedPixels?[pixel] != true
                && !(source.Validity.MaximumIsNoData && values[pixel] == T.MaxValue);
        return valid.Contains(false) ? frame with { Valid = valid } : frame;
    }
}
