using Ronchi.Codecs;

namespace Ronchi.Throughput;

/// <summary>
/// Distinct frames of 192 × 192 u16 as an electron-counting camera sees them: a Poisson disk of R = 30 pixels with a halo, and their bslz4
/// containers.
/// </summary>
internal sealed class BenchmarkFrames
{
    public const int Side = 192;
    public const int FramePixels = Side * Side;
    public const double DiskRadius = 30;

    private const int Distinct = 768;
    private const double HaloShare = 0.05;
    private const double HaloDecay = 25;

    private static readonly Dictionary<double, BenchmarkFrames> s_made = [];

    private readonly ushort[] _pixels = new ushort[Distinct * FramePixels];
    private readonly byte[][] _containers = new byte[Distinct][];

    private BenchmarkFrames(double counts)
    {
        Parallel.For(0, Distinct, frame =>
        {
            var random = new Random(frame);
            Span<ushort> pixels = _pixels.AsSpan(frame * FramePixels, FramePixels);
            for (int i = 0; i < FramePixels; i++)
            {
                double r = Radius(i);
                pixels[i] = Poisson(random, r <= DiskRadius ? counts : counts * HaloShare * Math.Exp((DiskRadius - r) / HaloDecay));
            }
            ReadOnlySpan<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<ushort>(pixels);
            byte[] room = new byte[BitshuffleLz4.MaxEncodedLength(bytes.Length, sizeof(ushort))];
            _containers[frame] = room[..BitshuffleLz4.Encode(bytes, sizeof(ushort), 0, room)];
        });
    }

    /// <summary>Frames that there are.</summary>
    public int Count => Distinct;

    /// <summary>Mean bytes of a container.</summary>
    public double ContainerBytes => _containers.Average(c => c.Length);

    /// <summary>How the containers cut a frame.</summary>
    public static PlaneGeometry Geometry { get; } = new(
        sizeof(ushort), FramePixels, BitshuffleLz4Header.DefaultBlockElements(sizeof(ushort)));

    /// <summary>The frames for a mean of <paramref name="counts"/> in the disk, made once.</summary>
    public static BenchmarkFrames WithCounts(double counts)
    {
        if (!s_made.TryGetValue(counts, out BenchmarkFrames? frames))
            s_made[counts] = frames = new BenchmarkFrames(counts);
        return frames;
    }

    /// <summary>The bslz4 container of a frame.</summary>
    public ReadOnlySpan<byte> Container(int frame) => _containers[frame];

    /// <summary>The values of a frame.</summary>
    public ReadOnlySpan<ushort> Pixels(int frame) => _pixels.AsSpan(frame * FramePixels, FramePixels);

    /// <summary>Distance of a pixel from the middle of the frame.</summary>
    public static double Radius(int pixel)
    {
        double row = (pixel / Side) - ((Side - 1) / 2.0), column = (pixel % Side) - ((Side - 1) / 2.0);
        return Math.Sqrt((row * row) + (column * column));
    }

    private static ushort Poisson(Random random, double mean)
    {
        double limit = Math.Exp(-mean), product = random.NextDouble();
        ushort count = 0;
        for (; product > limit; count++)
            product *= random.NextDouble();
        return count;
    }
}
