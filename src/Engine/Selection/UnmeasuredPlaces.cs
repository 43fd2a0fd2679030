using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Where the values of the tile at hand are no measurement: masked pixels, and "no data" values in any form.</summary>
/// <param name="stored">The data as they are stored.</param>
internal sealed class UnmeasuredPlaces(DataDescription stored)
{
    private readonly int _pixels = (int)stored.Shape.FrameElements;
    private readonly bool[] _measured = Unmasked(stored);
    private readonly List<int> _places = [];
    private int[] _starts = [0];
    private int _frames;
    private bool _isFresh;
    private bool[] _row = [];
    private bool[] _region = [];

    /// <summary>Masked pixels, ascending.</summary>
    public int[] Masked { get; } = MaskedOf(stored);

    /// <summary>Whether single values may be "no data".</summary>
    public bool HasRule { get; } = stored.Validity.MaximumIsNoData && (stored.ElementType.IsUnsigned() || stored.ElementType.IsFloat());

    /// <summary>"No data" values of the tile, masked pixels apart, as frame × pixels + pixel; ascending.</summary>
    public ReadOnlySpan<int> NoData => CollectionsMarshal.AsSpan(_places);

    /// <summary>A new tile has come.</summary>
    public void Begin() => _isFresh = false;

    /// <summary>Looks for "no data" values.</summary>
    public void Find(in Tile tile)
    {
        if (_isFresh)
            return;
        _isFresh = true;
        _places.Clear();
        _frames = tile.Frames.Count;
        if (HasRule)
        {
            switch (tile.Form)
            {
                case TileForm.Pixels:
                    FindPixels(tile.Bytes());
                    break;
                case TileForm.Sparse:
                    FindSparse(tile.Sparse, _frames);
                    break;
                case TileForm.Blocked:
                    FindBlocked(tile.Blocked, _frames);
                    break;
                case TileForm.BitPlanes:
                    FindPlanes(tile.Planes, _frames);
                    break;
            }
        }

        CutIntoFrames();
    }

    /// <summary>Whether a pixel of some frame of a dense tile is "no data": only then a frame can be without a measurement.</summary>
    public bool IsMissingSomewhere(in Tile tile, int pixel)
    {
        if (tile.Form != TileForm.Pixels)
            return true;
        return stored.ElementType switch
        {
            ElementType.U8 => Has(tile.Bytes(), byte.MaxValue, pixel),
            ElementType.U16 => Has(MemoryMarshal.Cast<byte, ushort>(tile.Bytes()), ushort.MaxValue, pixel),
            ElementType.U32 => Has(MemoryMarshal.Cast<byte, uint>(tile.Bytes()), uint.MaxValue, pixel),
            ElementType.F32 => Has(MemoryMarshal.Cast<byte, float>(tile.Bytes()), float.MaxValue, pixel),
            _ => true,
        };
    }

    /// <summary>"No data" values of one frame of the tile, as <see cref="NoData"/>.</summary>
    public ReadOnlySpan<int> NoDataOf(int frame) => NoData[_starts[frame].._starts[frame + 1]];

    /// <summary>Which pixels of a region are measured in one frame of the tile.</summary>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<bool> Measured(int frame, DetectorRegion region)
    {
        ReadOnlySpan<bool> row = _measured;
        var missing = NoDataOf(frame);
        if (!missing.IsEmpty)
        {
            if (_row.Length == 0)
                _row = new bool[_pixels];
            _measured.CopyTo(_row, 0);
            foreach (var place in missing)
                _row[place - (frame * _pixels)] = false;
            row = _row;
        }

        if (region.IsWhole)
            return row;
        if (_region.Length < region.Pixels)
            _region = new bool[region.Pixels];
        region.Gather(row, 1, _region);
        return _region.AsSpan(0, region.Pixels);
    }

    /// <summary>How many pixels of a region are measured in one frame of the tile.</summary>
    public int MeasuredCount(int frame, DetectorRegion region) =>
        region.IsWhole ? _pixels - Masked.Length - (_starts[frame + 1] - _starts[frame]) : Measured(frame, region).Count(true);

    /// <summary>Sets values that are no measurement to 0 in a copy of a dense tile.</summary>
    /// <param name="values">The copy, of any type.</param>
    /// <param name="size">Bytes of a value.</param>
    public void Clear(Span<byte> values, int size)
    {
        for (var frame = 0; frame < _frames; frame++)
        {
            foreach (var pixel in Masked)
                values.Slice(((frame * _pixels) + pixel) * size, size).Clear();
        }

        foreach (var place in NoData)
            values.Slice(place * size, size).Clear();
    }

    /// <summary>Sets "no data" values to the largest of a wider type in a copy of a dense tile.</summary>
    public void Mark(Span<byte> values, ElementType type) => type.Dispatch<MarkAction, bool>(new(NoData, values));

    /// <summary>Sets values that are no measurement to 0 in a copy of a sparse tile's values.</summary>
    public void ClearSparse(in SparseFrames sparse, Span<byte> values, int size)
    {
        for (var i = 0; i < sparse.Columns.Length; i++)
        {
            if (!_measured[sparse.Columns[i]])
                values.Slice(i * size, size).Clear();
        }

        if (NoData.IsEmpty)
            return;
        for (var frame = 0; frame < _frames; frame++)
        {
            var measured = Measured(frame, DetectorRegion.Whole(stored.Shape.Detector));
            for (var i = (int)sparse.RowStarts[frame]; i < sparse.RowStarts[frame + 1]; i++)
            {
                if (!measured[sparse.Columns[i]])
                    values.Slice(i * size, size).Clear();
            }
        }
    }

    private static int[] MaskedOf(DataDescription data) =>
        data.Validity.MaskedPixels is { } masked ? [.. Enumerable.Range(0, masked.Pixels).Where(pixel => masked[pixel])] : [];

    private static bool[] Unmasked(DataDescription data)
    {
        var measured = new bool[data.Shape.FrameElements];
        for (var pixel = 0; pixel < measured.Length; pixel++)
            measured[pixel] = data.Validity.MaskedPixels?[pixel] != true;
        return measured;
    }

    private bool Has<T>(ReadOnlySpan<T> values, T noData, int pixel)
        where T : unmanaged, INumber<T>
    {
        for (var at = pixel; at < values.Length; at += _pixels)
        {
            if (values[at] == noData)
                return true;
        }

        return false;
    }

    private void FindPixels(ReadOnlySpan<byte> bytes)
    {
        // Floats are compared by their bits: as fast as integers.
        switch (stored.ElementType)
        {
            case ElementType.U8:
                Find(bytes, byte.MaxValue);
                break;
            case ElementType.U16:
                Find(MemoryMarshal.Cast<byte, ushort>(bytes), ushort.MaxValue);
                break;
            case ElementType.U32:
                Find(MemoryMarshal.Cast<byte, uint>(bytes), uint.MaxValue);
                break;
            case ElementType.U64:
                Find(MemoryMarshal.Cast<byte, ulong>(bytes), ulong.MaxValue);
                break;
            case ElementType.F32:
                Find(MemoryMarshal.Cast<byte, uint>(bytes), BitConverter.SingleToUInt32Bits(float.MaxValue));
                break;
            case ElementType.F64:
                Find(MemoryMarshal.Cast<byte, ulong>(bytes), BitConverter.DoubleToUInt64Bits(double.MaxValue));
                break;
        }
    }

    private void Find<T>(ReadOnlySpan<T> values, T noData)
        where T : unmanaged, IEquatable<T>
    {
        for (var at = 0; values[at..].IndexOf(noData) is >= 0 and var further; at++)
        {
            at += further;
            if (_measured[at % _pixels])
                _places.Add(at);
        }
    }

    private void FindSparse(in SparseFrames sparse, int frames)
    {
        var size = stored.ElementType.Size();
        Span<byte> noData = stackalloc byte[sizeof(ulong)];
        noData.Clear();
        stored.ElementType.Dispatch<Largest, bool>(new(noData));
        for (var frame = 0; frame < frames; frame++)
        {
            for (var i = (int)sparse.RowStarts[frame]; i < sparse.RowStarts[frame + 1]; i++)
            {
                if (_measured[sparse.Columns[i]] && sparse.Bytes.Slice(i * size, size).SequenceEqual(noData[..size]))
                    _places.Add((frame * _pixels) + sparse.Columns[i]);
            }
        }

        _places.Sort();
    }

    private void FindBlocked(in BlockedFrames block, int frames)
    {
        foreach (var place in block.NoData)
        {
            var (pixel, frame) = Math.DivRem(place, BlockedFrames.Frames);
            if (frame >= block.First && frame < block.First + frames && _measured[pixel])
                _places.Add(((frame - block.First) * _pixels) + pixel);
        }

        _places.Sort();
    }

    // A value is the largest where every plane has its bit; where some plane is empty there is none.
    private void FindPlanes(in BitPlanes planes, int frames)
    {
        var layout = planes.Layout;
        for (var frame = 0; frame < frames; frame++)
        {
            for (var i = 0; i < planes.Blocks.Length; i++)
            {
                if (planes.LivePlanes(frame, i) < layout.PlaneCount)
                    continue;
                var first = (frame * _pixels) + (layout.BitmapOffset(planes.Blocks[i]) * 8);
                FindPlanes(planes.Block(frame, i), layout.PlaneBytes(planes.Blocks[i]), layout.PlaneCount, first);
            }

            var tail = planes.Tail(frame);
            for (var i = 0; i < layout.TailElements; i++)
            {
                var pixel = _pixels - layout.TailElements + i;
                if (_measured[pixel] && !tail.Slice(i * layout.ElementBytes, layout.ElementBytes).ContainsAnyExcept(byte.MaxValue))
                    _places.Add((frame * _pixels) + pixel);
            }
        }
    }

    private void FindPlanes(ReadOnlySpan<byte> block, int planeBytes, int planes, int first)
    {
        for (var at = 0; at < planeBytes; at++)
        {
            var all = block[at];
            for (var plane = 1; plane < planes && all != 0; plane++)
                all &= block[(plane * planeBytes) + at];
            for (; all != 0; all &= (byte)(all - 1))
            {
                var place = first + (at * 8) + BitOperations.TrailingZeroCount(all);
                if (_measured[place % _pixels])
                    _places.Add(place);
            }
        }
    }

    private void CutIntoFrames()
    {
        if (_starts.Length < _frames + 1)
            _starts = new int[_frames + 1];
        var next = 0;
        for (var frame = 0; frame < _frames; frame++)
        {
            _starts[frame] = next;
            while (next < _places.Count && _places[next] < (frame + 1) * _pixels)
                next++;
        }

        _starts[_frames] = next;
    }

    private readonly ref struct Largest(Span<byte> bytes) : IElementTypeAction<bool>
    {
        private readonly Span<byte> _bytes = bytes;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            MemoryMarshal.Write(_bytes, T.MaxValue);
            return true;
        }
    }

    private readonly ref struct MarkAction(ReadOnlySpan<int> places, Span<byte> values) : IElementTypeAction<bool>
    {
        private readonly ReadOnlySpan<int> _places = places;
        private readonly Span<byte> _values = values;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var numbers = MemoryMarshal.Cast<byte, T>(_values);
            foreach (var place in _places)
                numbers[place] = T.MaxValue;
            return true;
        }
    }
}
