using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Tests.Engine;

/// <summary>Sums over frames and pixels in every form, spelled out; with one lie, the contract of UDFs must not let it pass.</summary>
internal sealed class LyingUdf(Lie lie) : Udf, IStackUdf, IMergeUdf
{
    private const int Total = 0, Pattern = 1, Counted = 2, Latest = 3, Frames = 4;
    private readonly long[] _remembered = new long[1];

    public override string Name => "lying";

    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    public override IReadOnlyList<TileForm> Forms => TileForms.All;

    public override PixelSet? Support(DataDescription data) =>
        lie == Lie.ReadsOutsideItsSupport ? PixelSet.From((int)data.Shape.FrameElements, static pixel => pixel > 2) : null;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
    [
        new("total", ResultKind.Scan, ElementType.F64),
        new("pattern", ResultKind.Detector, ElementType.F64),
        new("counted", ResultKind.Detector, ElementType.I64),
        new("latest", ResultKind.Single, ElementType.I64),
        new("frames", ResultKind.Single, ElementType.I64),
        new("mean", ResultKind.Detector, ElementType.F64, Use: BufferUse.ResultOnly),
    ];

    public void ProcessStack(in Tile tile, UdfTask task)
    {
        if (lie == Lie.OnOneFrame && task.Data.Shape.FrameCount == 1)
            throw new InvalidDataException("One frame is no scan.");
        var pixels = (int)task.Data.Shape.FrameElements;
        var values = new double[tile.Frames.Count * pixels];
        Spell(tile, task.Data, values);
        var totals = task.View<double>(Total);
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var value = values[(frame * pixels) + pixel];
                if (double.IsNaN(value) || (task.Data.Validity.MaskedPixels?[pixel] == true && lie != Lie.WithMaskedPixels))
                    continue;
                totals[frame] += value / (lie == Lie.DependsOnTiles ? tile.Frames.Count : 1);
                task.View<double>(Pattern)[pixel] += value;
                task.View<long>(Counted)[pixel]++;
            }

            var position = tile.Frames.Start + frame;
            task.View<long>(Latest)[0] = Math.Max(task.View<long>(Latest)[0], position);
            if (lie == Lie.DependsOnPartitions)
                totals[frame] += task.View<long>(Frames)[0];
            task.View<long>(Frames)[0]++;
            if (lie == Lie.WritesBesideItsPartition && position + 1 < task.Data.Shape.FrameCount)
                task[Total].Span<double>()[(int)position + 1] = 0;
            if (lie == Lie.RemembersTheRunBefore)
                totals[frame] += _remembered[0]++;
        }

        if (lie == Lie.WritesIntoFrames && tile.Form == TileForm.Pixels && tile.Bytes().Length > 0)
            MemoryMarshal.AsRef<byte>(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(tile.Bytes()), 1)) = 1;
    }

    public void Merge(UdfTask into, UdfTask from)
    {
        foreach (var buffer in (int[])[Pattern, Counted, Frames])
        {
            for (var i = 0; i < into[buffer].Values.Length; i++)
            {
                if (buffer == Pattern)
                    into[buffer].Span<double>()[i] = (lie == Lie.MergeOverwrites ? 0 : into[buffer].Span<double>()[i])
                        + from[buffer].Span<double>()[i];
                else
                    into[buffer].Span<long>()[i] += from[buffer].Span<long>()[i];
            }
        }

        var (before, now) = (into[Latest].Span<long>()[0], from[Latest].Span<long>()[0]);
        into[Latest].Span<long>()[0] = lie == Lie.LastMergeWins ? now : Math.Max(before, now);
    }

    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        if (lie == Lie.OnARegionOfNothing)
            _ = 1 / merged[Frames].Span<long>()[0];
        double[] mean = [.. merged[Pattern].Span<double>().ToArray()
            .Zip(merged[Counted].Span<long>().ToArray(), static (sum, count) => sum / count)];
        var shape = merged.Data.Shape.Detector;
        return lie == Lie.DeclaresOther
            ? [new("mean", ResultKind.Detector, ElementType.F64, new Extent(mean.Length + 1), (double[])[.. mean, 0])]
            : [new("mean", ResultKind.Detector, ElementType.F64, shape, mean)];
    }

    // NaN stands for "no data".
    private void Spell(in Tile tile, DataDescription data, Span<double> values)
    {
        if (tile.Form == TileForm.BitPlanes)
            SpellPlanes(tile.Planes, tile.Frames.Count, data, values);
        else if (tile.Form == TileForm.Blocked)
            tile.Blocked.Type.Dispatch<Blocks, bool>(new(this, tile, values));
        else if (tile.Form == TileForm.Sparse)
            data.ElementType.Dispatch<Rows, bool>(new(this, tile, values));
        else
            data.ElementType.Dispatch<Dense, bool>(new(this, tile, data, values));
    }

    private bool IsNoData<T>(T value, DataDescription data)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => data.Validity.MaximumIsNoData && value == T.MaxValue && lie != Lie.WithNoDataValues
            && !(lie == Lie.WithNoDataAmongFloats && data.ElementType.IsFloat());

    private void SpellPlanes(in BitPlanes planes, int frames, DataDescription data, Span<double> values)
    {
        var layout = planes.Layout;
        var none = (uint)data.ElementType.Maximum();
        for (var frame = 0; frame < frames; frame++)
        {
            for (var i = 0; i < planes.Blocks.Length; i++)
            {
                var block = planes.Block(frame, i);
                var bytes = layout.PlaneBytes(planes.Blocks[i]);
                for (var pixel = 0; pixel < bytes * 8; pixel++)
                {
                    var value = 0u;
                    for (var plane = 0; plane < planes.LivePlanes(frame, i) && !(lie == Lie.InBitPlanes && plane >= 6); plane++)
                        value |= (uint)(block[(plane * bytes) + (pixel >> 3)] >> (pixel & 7) & 1) << plane;
                    Put(values, (frame * layout.FrameElements) + (layout.BitmapOffset(planes.Blocks[i]) * 8) + pixel, value);
                }
            }

            for (var i = 0; i < layout.TailElements && lie != Lie.AtTheRawTail; i++)
            {
                var value = 0u;
                for (var b = layout.ElementBytes - 1; b >= 0; b--)
                    value = (value << 8) | planes.Tail(frame)[(i * layout.ElementBytes) + b];
                Put(values, ((frame + 1) * layout.FrameElements) - layout.TailElements + i, value);
            }
        }

        void Put(Span<double> into, int at, uint value) =>
            into[at] = data.Validity.MaximumIsNoData && value == none && lie != Lie.WithNoDataValues ? double.NaN : value;
    }

    private readonly ref struct Dense(LyingUdf owner, Tile tile, DataDescription data, Span<double> values) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;
        private readonly Span<double> _values = values;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var pixels = _tile.Pixels<T>();
            for (var i = 0; i < pixels.Length; i++)
                _values[i] = owner.IsNoData(pixels[i], data) ? double.NaN : double.CreateTruncating(pixels[i]);
            if (owner.IsLying(Lie.InOneType) && typeof(T) == typeof(short))
                _values[0] = double.CreateTruncating(_tile.Bytes()[^1]);
            return true;
        }
    }

    private bool IsLying(Lie which) => lie == which;

    private readonly ref struct Rows(LyingUdf owner, Tile tile, Span<double> values) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;
        private readonly Span<double> _values = values;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var sparse = _tile.Sparse;
            for (var frame = 0; frame < _tile.Frames.Count; frame++)
            {
                for (var i = (int)sparse.RowStarts[frame]; i < sparse.RowStarts[frame + 1] - (owner.IsLying(Lie.InSparseRows) ? 1 : 0); i++)
                    _values[(frame * sparse.Pixels) + sparse.Columns[i]] = double.CreateTruncating(sparse.Values<T>()[i]);
            }

            return true;
        }
    }

    private readonly ref struct Blocks(LyingUdf owner, Tile tile, Span<double> values) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;
        private readonly Span<double> _values = values;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var block = _tile.Blocked;
            var frames = _tile.Frames.Count;
            var pixels = _values.Length / Math.Max(frames, 1);
            var first = owner.IsLying(Lie.InBlocks) ? 0 : block.First;
            for (var i = 0; i < _values.Length; i++)
                _values[i] = block.IsEmpty
                    ? 0
                    : double.CreateTruncating(block.Values<T>()[(i % pixels * BlockedFrames.Frames) + first + (i / pixels)]);
            foreach (var place in block.NoData)
            {
                var (pixel, frame) = (place / BlockedFrames.Frames, (place % BlockedFrames.Frames) - block.First);
                if (frame >= 0 && frame < frames && !owner.IsLying(Lie.WithNoDataInBlocks))
                    _values[(frame * pixels) + pixel] = double.NaN;
            }

            return true;
        }
    }
}
