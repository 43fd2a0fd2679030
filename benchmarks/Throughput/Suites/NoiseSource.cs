using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Throughput.Suites;

/// <summary>A scan of any length that lies in memory: a few random frames over and over, which reading costs nothing.</summary>
internal sealed class NoiseSource : IFrameSource
{
    private const int Different = 1021;
    private readonly ushort[] _values;

    /// <param name="shape">Its axes.</param>
    /// <param name="bits">Bits of a value.</param>
    public NoiseSource(DataShape shape, int bits)
    {
        Shape = shape;
        int frames = (int)Math.Min(Different, shape.FrameCount);
        _values = new ushort[frames * shape.FrameElements];
        uint state = 1;
        for (int i = 0; i < _values.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            _values[i] = (ushort)(state >> (32 - bits));
        }
    }

    public SourceInfo Info { get; } = new("noise", "noise");

    public DataShape Shape { get; }

    public ElementType ElementType => ElementType.U16;

    public Validity Validity => Validity.Everything;

    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    public long StoredFrameBytes => Shape.FrameElements * sizeof(ushort);

    public bool GivesViews => true;

    public ITileReader OpenReader(TileRequest request) => new Reader(this, request.MaxFrames);

    public void Dispose()
    {
    }

    private sealed class Reader(NoiseSource source, int maxFrames) : ITileReader
    {
        private FrameRange _rest;

        public void Seek(FrameRange frames) => _rest = frames;

        public bool TryRead(out Tile tile)
        {
            tile = default;
            if (_rest.Count == 0)
                return false;
            int different = source._values.Length / (int)source.Shape.FrameElements, first = (int)(_rest.Start % different);
            var frames = _rest with { Count = Math.Min(Math.Min(_rest.Count, Math.Max(maxFrames, 1)), different - first) };
            _rest = new(frames.End, _rest.Count - frames.Count);
            int bytes = (int)source.Shape.FrameElements * sizeof(ushort);
            tile = new(frames, MemoryMarshal.AsBytes(source._values.AsSpan())[(first * bytes)..], bytes);
            return true;
        }

        public void Dispose()
        {
        }
    }
}
