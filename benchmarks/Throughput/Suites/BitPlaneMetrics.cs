using System.Runtime.InteropServices;
using Ronchi.Codecs;
using Ronchi.Kernels;
using Ronchi.Kernels.Pixels;
using Ronchi.Kernels.Planes;

namespace Ronchi.Throughput.Suites;

/// <summary>
/// From bslz4 containers to virtual images and moments without ever forming a pixel, one thread; part of the suite <c>codecs</c>.
/// </summary>
internal static class BitPlaneMetrics
{
    private const double Counts = 5;
    private const int MaskBytes = BenchmarkFrames.FramePixels / 8;

    public static void Measure(SuiteRun suite)
    {
        if (!suite.Wants("bitplane-disk-r30-u16") && !suite.Wants("bitplane-8-rings-u16") && !suite.Wants("bitplane-com-u16"))
            return;
        BenchmarkFrames frames = BenchmarkFrames.WithCounts(Counts);
        var perFrame = Unit.MicrosecondsPer("frame");

        using var disk = new Detectors(frames, Mask(r => r <= BenchmarkFrames.DiskRadius));
        disk.Check();
        if (suite.Time(
            "bitplane-disk-r30-u16", perFrame, frames.Count, disk.OnPlanes, 2.4,
            Peer.SameRun("own full decode + masked sum", disk.OnPixels))?.Ratio is { } ratio)
            suite.Record("bitplane-disk-r30-u16-gain", ratio, "×", Better.Higher, 2.2);

        using var rings = new Detectors(frames, [.. Enumerable.Range(0, 8).SelectMany(k => Mask(r => r >= 12 * k && r < 12 * (k + 1)))]);
        rings.Check();
        suite.Time(
            "bitplane-8-rings-u16", perFrame, frames.Count, rings.OnPlanes, 6,
            Peer.SameRun("own full decode + 8 masked sums", rings.OnPixels));

        using var com = new CenterOfMass(frames);
        com.Check();
        suite.Time("bitplane-com-u16", perFrame, frames.Count, com.OnPlanes, 6, Peer.SameRun("own full decode alone", com.DecodeOnly));
    }

    private static byte[] Mask(Func<double, bool> chosen)
    {
        byte[] bits = new byte[MaskBytes];
        BitMask.FromPredicate(BenchmarkFrames.FramePixels, pixel => chosen(BenchmarkFrames.Radius(pixel)), bits);
        return bits;
    }

    private static InvalidOperationException Wrong(int frame) => new($"The sums of frame {frame} on planes and on pixels differ.");

    /// <summary>One frame decoded at a time, to the planes of the chosen blocks or to pixels.</summary>
    private abstract class Decoder(BenchmarkFrames frames, int[] blocks) : IDisposable
    {
        private readonly ushort[] _pixels = new ushort[BenchmarkFrames.FramePixels];

        protected BenchmarkFrames Frames => frames;

        protected int[] Blocks => blocks;

        protected PlaneBuffer Buffer { get; } = new();

        public void Dispose() => Buffer.Dispose();

        protected ReadOnlySpan<ushort> DecodePixels(int frame)
        {
            Demand(BitshuffleLz4.Decode(frames.Container(frame), sizeof(ushort), MemoryMarshal.AsBytes(_pixels.AsSpan())), frame);
            return _pixels;
        }

        protected void DecodePlanes(int frame) =>
            Demand(BitshuffleLz4.DecodePlanes(frames.Container(frame), BenchmarkFrames.Geometry, blocks, Buffer, 0), frame);

        protected PlaneBlock Block(int index)
        {
            int planeBytes = BenchmarkFrames.Geometry.PlaneBytes(blocks[index]);
            return new(Buffer.Live(0, index, planeBytes), planeBytes, 16, Buffer.LivePlanes[index]);
        }

        private static void Demand(DecodeResult result, int frame)
        {
            if (!result.IsDone)
                throw new InvalidOperationException($"Frame {frame} does not decode: {result}.");
        }
    }

    private sealed class Detectors : Decoder
    {
        private readonly byte[] _masks;
        private readonly ulong[] _sums;

        public Detectors(BenchmarkFrames frames, byte[] masks)
            : base(frames, Touched(masks))
        {
            _masks = masks;
            _sums = new ulong[masks.Length / MaskBytes];
            Buffer.Prepare(BenchmarkFrames.Geometry, 1, Blocks.Length);
        }

        public void OnPlanes()
        {
            for (int frame = 0; frame < Frames.Count; frame++)
            {
                DecodePlanes(frame);
                for (int i = 0; i < Blocks.Length; i++)
                {
                    ReadOnlySpan<byte> masks = _masks.AsSpan(Blocks[i] * BenchmarkFrames.Geometry.PlaneBytes(0));
                    if (_sums.Length == 1)
                        _sums[0] += PlaneSum.MaskedValid(Block(i), masks, out _);
                    else
                        PlaneSum.Masked(Block(i), masks, MaskBytes, _sums);
                }
            }
        }

        public void OnPixels()
        {
            for (int frame = 0; frame < Frames.Count; frame++)
                MaskedSum.Add(DecodePixels(frame), _masks, MaskBytes, _sums.AsSpan());
        }

        public void Check()
        {
            OnPlanes();
            ulong[] planes = [.. _sums];
            Array.Clear(_sums);
            OnPixels();
            if (!planes.AsSpan().SequenceEqual(_sums))
                throw Wrong(0);
        }

        private static int[] Touched(byte[] masks)
        {
            int bytes = BenchmarkFrames.Geometry.PlaneBytes(0);
            return [.. Enumerable.Range(0, BenchmarkFrames.Geometry.BlockCount).Where(block =>
                Enumerable.Range(0, masks.Length / MaskBytes)
                    .Any(k => BitMask.Any(masks.AsSpan((k * MaskBytes) + (block * bytes), bytes))))];
        }
    }

    private sealed class CenterOfMass : Decoder
    {
        private Moments _moments;

        public CenterOfMass(BenchmarkFrames frames)
            : base(frames, [.. Enumerable.Range(0, BenchmarkFrames.Geometry.BlockCount)]) =>
            Buffer.Prepare(BenchmarkFrames.Geometry, 1, Blocks.Length);

        public void OnPlanes()
        {
            for (int frame = 0; frame < Frames.Count; frame++)
                OnPlanes(frame);
        }

        public void DecodeOnly()
        {
            for (int frame = 0; frame < Frames.Count; frame++)
                DecodePixels(frame);
        }

        public void Check()
        {
            for (int frame = 0; frame < Frames.Count; frame++)
            {
                var expected = default(Moments);
                ReadOnlySpan<ushort> pixels = Frames.Pixels(frame);
                for (int i = 0; i < pixels.Length; i++)
                {
                    expected.Total += pixels[i];
                    expected.Row += (ulong)pixels[i] * (ulong)(i / BenchmarkFrames.Side);
                    expected.Column += (ulong)pixels[i] * (ulong)(i % BenchmarkFrames.Side);
                }
                _moments = default;
                OnPlanes(frame);
                if (_moments != expected)
                    throw Wrong(frame);
            }
        }

        private void OnPlanes(int frame)
        {
            DecodePlanes(frame);
            for (int i = 0; i < Blocks.Length; i++)
                PlaneMoments.AddValid(
                    Block(i), [], (long)Blocks[i] * BenchmarkFrames.Geometry.BlockElements, BenchmarkFrames.Side, ref _moments);
        }
    }
}
