using System.Runtime.InteropServices;
using Ronchi.Codecs;

namespace Ronchi.Throughput.Suites;

/// <summary>
/// From bslz4 containers to all pixels, one thread, against the libraries that everybody uses; part of the suite <c>codecs</c>.
/// </summary>
internal static unsafe partial class DecodeMetrics
{
    private const string Metric = "decode-u16";
    private const int FrameBytes = BenchmarkFrames.FramePixels * sizeof(ushort);
    private const int BlockBytes = 8192;

    // Debian's bitshuffle and hdf5-filter-plugin: the C library that h5py calls there, built without AVX2.
    private static readonly string[] s_folders = [
        "/usr/lib/python3/dist-packages/bitshuffle/plugin",
        "/usr/lib/x86_64-linux-gnu/hdf5/serial/plugins",
        "/usr/lib/aarch64-linux-gnu/hdf5/serial/plugins"];

    public static void Measure(SuiteRun suite)
    {
        if (!suite.Wants(Metric))
            return;
        var frames = BenchmarkFrames.WithCounts(5);
        byte[] pixels = new byte[FrameBytes];
        var perFrame = Unit.MicrosecondsPer("frame");
        Check(frames, pixels, Ours);
        if (Bitshuffle() is { } library)
        {
            var decompress = (delegate* unmanaged<byte*, byte*, nuint, nuint, nuint, long>)NativeLibrary.GetExport(
                library, "bshuf_decompress_lz4");
            Check(frames, pixels, (container, to) => Theirs(decompress, container, to));
            suite.Time(
                Metric,
                perFrame,
                frames.Count,
                () => All(frames, pixels, Ours),
                5.5,
                Peer.SameRun(
                    "bitshuffle (Debian's build, SSE2)", () => All(frames, pixels, (container, to) => Theirs(decompress, container, to))));
            Gain(suite, "decode-u16-gain-bitshuffle", 2.5);
        }
        else
        {
            suite.Time(Metric, perFrame, frames.Count, () => All(frames, pixels, Ours), 5.5);
        }

        if (!NativeLibrary.TryLoad("liblz4.so.1", out _))
            return;
        byte[] planes = new byte[BlockBytes];
        Check(frames, pixels, (container, to) => WithLibLz4(container, to, planes));
        suite.Time(
            "decode-u16-against-liblz4",
            perFrame,
            frames.Count,
            () => All(frames, pixels, Ours),
            null,
            Peer.SameRun("liblz4 + our unshuffle", () => All(frames, pixels, (container, to) => WithLibLz4(container, to, planes))));
        Gain(suite, "decode-u16-gain-liblz4", 1.4);
    }

    private delegate void Decode(ReadOnlySpan<byte> container, Span<byte> pixels);

    private static void Ours(ReadOnlySpan<byte> container, Span<byte> pixels)
    {
        if (BitshuffleLz4.Decode(container, sizeof(ushort), pixels).Status != DecodeStatus.Done)
            throw new InvalidOperationException("A container was refused.");
    }

    private static void Theirs(
        delegate* unmanaged<byte*, byte*, nuint, nuint, nuint, long> decompress, ReadOnlySpan<byte> container, Span<byte> pixels)
    {
        fixed (byte* from = container[BitshuffleLz4Header.Length..], to = pixels)
        {
            if (decompress(from, to, BenchmarkFrames.FramePixels, sizeof(ushort), BlockBytes / sizeof(ushort)) < 0)
                throw new InvalidOperationException("bitshuffle refused a container.");
        }
    }

    private static void WithLibLz4(ReadOnlySpan<byte> container, Span<byte> pixels, Span<byte> planes)
    {
        var at = BitshuffleLz4Header.Length;
        for (var block = 0; block < FrameBytes / BlockBytes; block++)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(container[at..]);
            fixed (byte* from = container.Slice(at + 4, length), to = planes)
            {
                if (DecompressSafe(from, to, length, BlockBytes) != BlockBytes)
                    throw new InvalidOperationException("liblz4 refused a block.");
            }
            Ronchi.Codecs.Bitshuffle.Unshuffle(planes, pixels.Slice(block * BlockBytes, BlockBytes), sizeof(ushort));
            at += 4 + length;
        }
    }

    private static void All(BenchmarkFrames frames, byte[] pixels, Decode decode)
    {
        for (var frame = 0; frame < frames.Count; frame++)
            decode(frames.Container(frame), pixels);
    }

    private static void Check(BenchmarkFrames frames, byte[] pixels, Decode decode)
    {
        for (var frame = 0; frame < frames.Count; frame++)
        {
            decode(frames.Container(frame), pixels);
            if (!MemoryMarshal.Cast<byte, ushort>(pixels.AsSpan()).SequenceEqual(frames.Pixels(frame)))
                throw new InvalidOperationException($"Frame {frame} was decoded wrong.");
        }
    }

    private static void Gain(SuiteRun suite, string metric, double target)
    {
        if (suite.LastRatio is { } ratio)
            suite.Record(metric, ratio, "×", Better.Higher, target);
    }

    private static nint? Bitshuffle()
    {
        foreach (var folder in s_folders.Where(Directory.Exists))
        {
            foreach (var file in Directory.GetFiles(folder, "libh5bshuf*.so"))
            {
                if (NativeLibrary.TryLoad(file, out var library) && NativeLibrary.TryGetExport(library, "bshuf_decompress_lz4", out _))
                    return library;
            }
        }

        return null;
    }

    [LibraryImport("liblz4.so.1", EntryPoint = "LZ4_decompress_safe")]
    [SuppressGCTransition]
    private static partial int DecompressSafe(byte* from, byte* to, int length, int capacity);
}
