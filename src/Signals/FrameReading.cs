using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>Reads one frame as it is stored.</summary>
/// <param name="source">The data.</param>
/// <param name="held">The same in memory, if nothing happens to frames on their way; null: they are read.</param>
/// <param name="position">Flat scan index.</param>
internal readonly struct FrameReading(IFrameSource source, IResidentScan? held, long position) : IElementTypeAction<ResultArray>
{
    public ResultArray Run<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (held is not null)
            return Result(held.Frame<T>(position));
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(position, 1));
        return Result(reader.TryRead(out var tile) ? tile.Pixels<T>().ToArray() : new T[source.Shape.FrameElements]);
    }

    private ResultArray Result<T>(T[] pixels) => new("frame", ResultKind.Detector, source.ElementType, source.Shape.Detector, pixels);
}
