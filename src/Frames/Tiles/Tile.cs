using System.Runtime.InteropServices;

namespace Ronchi.Frames;

/// <summary>A few consecutive frames, borrowed from a reader until it reads the next ones.</summary>
public readonly ref struct Tile
{
    private readonly ReadOnlySpan<byte> _pixels;
    private readonly BitPlanes _planes;
    private readonly SparseFrames _sparse;
    private readonly BlockedFrames _blocked;
    private readonly DeviceMemory? _device;

    /// <summary>A tile of dense values.</summary>
    /// <param name="frames">Where its frames stand in flat scan order.</param>
    /// <param name="pixels">Values in native byte order, frame after frame.</param>
    /// <param name="frameBytes">Bytes of one frame.</param>
    public Tile(FrameRange frames, ReadOnlySpan<byte> pixels, int frameBytes)
    {
        Form = TileForm.Pixels;
        Frames = frames;
        _pixels = pixels[..checked(frames.Count * frameBytes)];
        FrameBytes = frameBytes;
    }

    /// <summary>A tile of bit planes.</summary>
    /// <param name="frames">Where its frames stand in flat scan order.</param>
    /// <param name="planes">Their planes.</param>
    public Tile(FrameRange frames, BitPlanes planes)
    {
        Form = TileForm.BitPlanes;
        Frames = frames;
        _planes = planes;
        FrameBytes = planes.Layout.FrameElements * planes.Layout.ElementBytes;
    }

    /// <summary>A tile of sparse frames.</summary>
    /// <param name="frames">Where its frames stand in flat scan order.</param>
    /// <param name="sparse">Their stored pixels.</param>
    /// <param name="frameBytes">Bytes of one frame as dense values.</param>
    public Tile(FrameRange frames, SparseFrames sparse, int frameBytes)
    {
        Form = TileForm.Sparse;
        Frames = frames;
        _sparse = sparse;
        FrameBytes = frameBytes;
    }

    /// <summary>A tile of frames side by side.</summary>
    /// <param name="frames">Where its frames stand in flat scan order.</param>
    /// <param name="blocked">The block that they are part of.</param>
    /// <param name="frameBytes">Bytes of one frame as dense values.</param>
    public Tile(FrameRange frames, BlockedFrames blocked, int frameBytes)
    {
        Form = TileForm.Blocked;
        Frames = frames;
        _blocked = blocked;
        FrameBytes = frameBytes;
    }

    /// <summary>A tile of dense values on an accelerator.</summary>
    /// <param name="frames">Where its frames stand in flat scan order.</param>
    /// <param name="device">Values in native byte order, frame after frame, from the beginning of the memory.</param>
    /// <param name="frameBytes">Bytes of one frame.</param>
    public Tile(FrameRange frames, DeviceMemory device, int frameBytes)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)frames.Count * frameBytes, device.ByteCount);
        Form = TileForm.Device;
        Frames = frames;
        _device = device;
        FrameBytes = frameBytes;
    }

    /// <summary>How the values lie in memory.</summary>
    public TileForm Form { get; }

    /// <summary>The reader that made the tile, when it can also give it in another form.</summary>
    public ITileReader? Maker { get; init; }

    /// <summary>
    /// The same frames in another form: made by the reader that made the tile, once however often it is asked for, and valid as long as the
    /// tile is.
    /// </summary>
    /// <exception cref="InvalidOperationException">The reader does not convert to this form.</exception>
    public Tile As(TileForm form)
    {
        if (form == Form)
            return this;
        return Maker is { } maker ? maker.Convert(this, form) : throw WrongForm(form);
    }

    /// <summary>Where the frames stand in flat scan order.</summary>
    public FrameRange Frames { get; }

    /// <summary>Bytes of one frame as dense values.</summary>
    public int FrameBytes { get; }

    /// <summary>Type of the values, as a UDF gets them; null: whoever made the tile did not say.</summary>
    public ElementType? ElementType { get; init; }

    /// <summary>All values of a dense tile, frame after frame, each detector row-major.</summary>
    /// <typeparam name="T">The .NET type of the values.</typeparam>
    /// <exception cref="InvalidOperationException">The tile has another form.</exception>
    /// <exception cref="InvalidCastException">The values are of another type; the message names both.</exception>
    public ReadOnlySpan<T> Pixels<T>()
        where T : unmanaged
    {
        ElementTypes.Require<T>(ElementType);
        return MemoryMarshal.Cast<byte, T>(RequirePixels());
    }

    /// <summary>The values of one frame of a dense tile.</summary>
    /// <typeparam name="T">The .NET type of the values.</typeparam>
    /// <param name="frame">Number within the tile.</param>
    /// <exception cref="InvalidOperationException">The tile has another form.</exception>
    /// <exception cref="InvalidCastException">The values are of another type; the message names both.</exception>
    public ReadOnlySpan<T> Frame<T>(int frame)
        where T : unmanaged
    {
        ElementTypes.Require<T>(ElementType);
        return MemoryMarshal.Cast<byte, T>(RequirePixels().Slice(frame * FrameBytes, FrameBytes));
    }

    /// <summary>All values of a dense tile as bytes, in native byte order.</summary>
    /// <exception cref="InvalidOperationException">The tile has another form.</exception>
    public ReadOnlySpan<byte> Bytes() => RequirePixels();

    /// <summary>The values of one frame of a dense tile as bytes, in native byte order.</summary>
    /// <param name="frame">Number within the tile.</param>
    /// <exception cref="InvalidOperationException">The tile has another form.</exception>
    public ReadOnlySpan<byte> Bytes(int frame) => RequirePixels().Slice(frame * FrameBytes, FrameBytes);

    /// <summary>The same values at another place of the scan.</summary>
    /// <param name="start">Flat scan index of the first frame there.</param>
    public Tile At(long start) => Form switch
    {
        TileForm.Pixels => new(new FrameRange(start, Frames.Count), _pixels, FrameBytes),
        TileForm.BitPlanes => new(new FrameRange(start, Frames.Count), _planes),
        TileForm.Blocked => new(new FrameRange(start, Frames.Count), _blocked, FrameBytes),
        TileForm.Device => new(new FrameRange(start, Frames.Count), _device!, FrameBytes),
        _ => new(new FrameRange(start, Frames.Count), _sparse, FrameBytes),
    };

    /// <summary>The stored pixels.</summary>
    /// <exception cref="InvalidOperationException">The tile has another form.</exception>
    public SparseFrames Sparse => Form == TileForm.Sparse ? _sparse with { Type = ElementType } : throw WrongForm(TileForm.Sparse);

    /// <summary>The block of which the frames are part.</summary>
    /// <exception cref="InvalidOperationException">The tile has another form.</exception>
    public BlockedFrames Blocked => Form == TileForm.Blocked ? _blocked : throw WrongForm(TileForm.Blocked);

    /// <summary>The memory on the accelerator; values of the tile stand at its beginning.</summary>
    /// <exception cref="InvalidOperationException">The tile has another form.</exception>
    public DeviceMemory Device => _device ?? throw WrongForm(TileForm.Device);

    /// <summary>The bit planes.</summary>
    /// <exception cref="InvalidOperationException">The tile has another form.</exception>
    public BitPlanes Planes => Form == TileForm.BitPlanes ? _planes : throw WrongForm(TileForm.BitPlanes);

    private ReadOnlySpan<byte> RequirePixels() => Form == TileForm.Pixels ? _pixels : throw WrongForm(TileForm.Pixels);

    private InvalidOperationException WrongForm(TileForm wanted) => new($"This tile holds {Form}, not {wanted}.");
}
