using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Contracts;

/// <summary>What every source owes to the engine. A format's tests inherit it and say how to make a source and what is in it.</summary>
public abstract class SourceContract : IDisposable
{
    private readonly List<IFrameSource> _opened = [];

    /// <summary>Opens a source over known values.</summary>
    /// <returns>The source, and the bytes of all its recorded frames in C order.</returns>
    protected abstract (IFrameSource Source, byte[] Values) Open();

    [Fact]
    public void AllFrames_ComeInOrder()
    {
        var (source, values) = OpenTracked();
        foreach (var maxFrames in new[] { 1, 2, 7, 1000 })
            Assert.Equal(values, ReadPixels(source, new(0, Frames(source, values)), maxFrames));
    }

    [Fact]
    public void AnyRange_IsTheSliceOfTheWhole()
    {
        var (source, values) = OpenTracked();
        var frames = Frames(source, values);
        var frameBytes = FrameBytes(source);
        var random = new Random(17);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 3));
        for (var round = 0; round < 50; round++)
        {
            var start = random.Next(frames + 1);
            var range = new FrameRange(start, random.Next(frames - start + 1));
            Assert.Equal(
                values.AsSpan((int)range.Start * frameBytes, range.Count * frameBytes).ToArray(), ReadPixels(reader, range, frameBytes));
        }
    }

    [Fact]
    public void Tiles_NeverExceedWhatWasAskedFor()
    {
        var (source, values) = OpenTracked();
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 2));
        reader.Seek(new(0, Frames(source, values)));
        var next = 0L;
        while (reader.TryRead(out var tile))
        {
            Assert.InRange(tile.Frames.Count, 1, 2);
            Assert.Equal(next, tile.Frames.Start);
            Assert.Equal(FrameBytes(source), tile.FrameBytes);
            next = tile.Frames.End;
        }

        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void RangeOutsideTheScan_IsRefused()
    {
        var (source, _) = OpenTracked();
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Seek(new(-1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Seek(new(source.Shape.FrameCount, 1)));
    }

    [Fact]
    public async Task ManyReadersAtOnce_ReadTheSame()
    {
        var (source, values) = OpenTracked();
        var range = new FrameRange(0, Frames(source, values));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Assert.Equal(values, ReadPixels(source, range, 2)))));
    }

    [Fact]
    public void BitPlanes_SpellThePixels()
    {
        var (source, values) = OpenTracked();
        if (!source.Forms.Contains(TileForm.BitPlanes))
            return;
        var pixels = (int)source.Shape.FrameElements;
        var random = new Random(23);
        foreach (var share in new[] { 1.0, 0.02, 0 })
        {
            var support = share == 1 ? null : PixelSet.From(pixels, _ => random.NextDouble() < share);
            using var reader = source.OpenReader(new(TileForm.BitPlanes, support, MaxFrames: 3));
            reader.Seek(new(0, Frames(source, values)));
            while (reader.TryRead(out var tile))
            {
                for (var frame = 0; frame < tile.Frames.Count; frame++)
                    AssertFrame(
                        tile.Planes,
                        frame,
                        values.AsSpan((int)(tile.Frames.Start + frame) * FrameBytes(source), FrameBytes(source)),
                        support);
            }
        }
    }

    [Fact]
    public void Conversions_SpellThePixels()
    {
        var (source, values) = OpenTracked();
        var frameBytes = FrameBytes(source);
        foreach (var form in source.Forms.Where(form => source.ConvertsTo(form).Contains(TileForm.Pixels)))
        {
            using var reader = source.OpenReader(new(form, Support: null, MaxFrames: 3));
            reader.Seek(new(0, Frames(source, values)));
            while (reader.TryRead(out var tile))
            {
                for (var twice = 0; twice < 2; twice++)
                {
                    var expected = values.AsSpan((int)tile.Frames.Start * frameBytes, tile.Frames.Count * frameBytes);
                    Assert.True(expected.SequenceEqual(tile.As(TileForm.Pixels).Pixels<byte>()), $"{form} of frames {tile.Frames}");
                }
            }
        }
    }

    [Fact]
    public void Sparse_SpellsThePixels()
    {
        var (source, values) = OpenTracked();
        if (!source.Forms.Contains(TileForm.Sparse))
            return;
        var (frameBytes, size) = (FrameBytes(source), source.ElementType.Size());
        using var reader = source.OpenReader(new(TileForm.Sparse, Support: null, MaxFrames: 3));
        reader.Seek(new(0, Frames(source, values)));
        while (reader.TryRead(out var tile))
        {
            var sparse = tile.Sparse;
            for (var frame = 0; frame < tile.Frames.Count; frame++)
            {
                var spelled = new byte[frameBytes];
                var stored = sparse.Values<byte>();
                for (var i = sparse.RowStarts[frame]; i < sparse.RowStarts[frame + 1]; i++)
                    stored.Slice((int)i * size, size).CopyTo(spelled.AsSpan(sparse.Columns[(int)i] * size));
                Assert.Equal(values.AsSpan((int)(tile.Frames.Start + frame) * frameBytes, frameBytes).ToArray(), spelled);
            }
        }
    }

    [Fact]
    public void Blocks_SpellThePixels()
    {
        var (source, values) = OpenTracked();
        if (!source.Forms.Contains(TileForm.Blocked))
            return;
        var (frameBytes, size) = (FrameBytes(source), source.ElementType.Size());
        var masked = source.Validity.MaskedPixels;
        foreach (var maxFrames in new[] { 3, BlockedFrames.Frames })
        {
            using var reader = source.OpenReader(new(TileForm.Blocked, Support: null, maxFrames));
            reader.Seek(new(0, Frames(source, values)));
            while (reader.TryRead(out var tile))
            {
                var block = tile.Blocked;
                for (var frame = 0; frame < tile.Frames.Count; frame++)
                {
                    for (var pixel = 0; pixel < source.Shape.FrameElements; pixel++)
                    {
                        var place = (pixel * BlockedFrames.Frames) + block.First + frame;
                        var stored = values.AsSpan((int)((tile.Frames.Start + frame) * frameBytes) + (pixel * size), size);
                        var isNoData = source.Validity.MaximumIsNoData && IsLargest(stored, source.ElementType) && masked?[pixel] != true;
                        Assert.Equal(isNoData, block.NoData.Contains(place));
                        Assert.Equal(isNoData || masked?[pixel] == true ? 0 : Number(stored, source.ElementType), BlockValue(block, place));
                    }
                }
            }
        }
    }

    [Fact]
    public void Readers_GiveTheSameTwice()
    {
        var (source, values) = OpenTracked();
        var range = new FrameRange(0, Frames(source, values));
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 2));
        for (var twice = 0; twice < 2; twice++)
            Assert.Equal(values, ReadPixels(reader, range, FrameBytes(source)));
    }

    [Fact]
    public void Forms_IncludePixels()
    {
        var (source, _) = OpenTracked();
        Assert.Contains(TileForm.Pixels, source.Forms);
        Assert.All(
            Enum.GetValues<TileForm>().Except(source.Forms),
            form => Assert.Throws<ArgumentException>(() => source.OpenReader(new(form, Support: null, MaxFrames: 1))));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what the tests opened.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (var source in _opened)
            source.Dispose();
        _opened.Clear();
    }

    private static int FrameBytes(IFrameSource source) => (int)source.Shape.FrameElements * source.ElementType.Size();

    private static int Frames(IFrameSource source, byte[] values) => values.Length / FrameBytes(source);

    private static byte[] ReadPixels(IFrameSource source, FrameRange range, int maxFrames)
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, maxFrames));
        return ReadPixels(reader, range, FrameBytes(source));
    }

    private static byte[] ReadPixels(ITileReader reader, FrameRange range, int frameBytes)
    {
        var read = new MemoryStream(range.Count * frameBytes);
        reader.Seek(range);
        while (reader.TryRead(out var tile))
            read.Write(tile.Pixels<byte>());
        return read.ToArray();
    }

    private static void AssertFrame(in BitPlanes planes, int frame, ReadOnlySpan<byte> expected, PixelSet? support)
    {
        var layout = planes.Layout;
        for (var pixel = 0; pixel < layout.FrameElements; pixel++)
        {
            if (support is not null && !support[pixel])
                continue;
            var bytes = expected.Slice(pixel * layout.ElementBytes, layout.ElementBytes);
            Assert.Equal(Value(bytes), Value(planes, frame, pixel));
        }
    }

    private static uint Value(in BitPlanes planes, int frame, int pixel)
    {
        var layout = planes.Layout;
        var raw = layout.FrameElements - layout.TailElements;
        if (pixel >= raw)
            return Value(planes.Tail(frame).Slice((pixel - raw) * layout.ElementBytes, layout.ElementBytes));
        var index = planes.Blocks.IndexOf(pixel / layout.BlockElements);
        Assert.True(index >= 0, $"The block of pixel {pixel} is missing.");
        var block = planes.Block(frame, index);
        var bytes = layout.PlaneBytes(planes.Blocks[index]);
        var inside = pixel % layout.BlockElements;
        var value = 0u;
        for (var plane = 0; plane < layout.PlaneCount; plane++)
        {
            var bit = (uint)(block[(plane * bytes) + (inside >> 3)] >> (inside & 7)) & 1;
            Assert.True(bit == 0 || plane < planes.LivePlanes(frame, index), $"Plane {plane} is said to be empty.");
            value |= bit << plane;
        }

        return value;
    }

    private static double BlockValue(in BlockedFrames block, int place) =>
        block.IsEmpty ? 0 : block.Type.Dispatch<Reading, double>(new(block, place));

    private static double Number(ReadOnlySpan<byte> bytes, ElementType type) =>
        type.Dispatch<Reading, double>(new(new BlockedFrames(type, 0, bytes, []), 0));

    private static bool IsLargest(ReadOnlySpan<byte> bytes, ElementType type) => type.Dispatch<Comparing, bool>(new(bytes));

    private readonly ref struct Reading(BlockedFrames block, int place) : IElementTypeAction<double>
    {
        private readonly BlockedFrames _block = block;

        public double Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => double.CreateTruncating(_block.Values<T>()[place]);
    }

    private readonly ref struct Comparing(ReadOnlySpan<byte> bytes) : IElementTypeAction<bool>
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => MemoryMarshal.Read<T>(_bytes) == T.MaxValue;
    }

    private static uint Value(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
    };

    private (IFrameSource Source, byte[] Values) OpenTracked()
    {
        var opened = Open();
        _opened.Add(opened.Source);
        return opened;
    }
}
