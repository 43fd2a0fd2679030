using Ronchi.Kernels.Planes;

namespace Ronchi.Tests.Kernels;

/// <summary>Random pixels, transposed to bit planes by a plain loop; everything follows from the seed.</summary>
internal sealed class RandomPlanes
{
    private static readonly int[] OddPlaneBytes = [
        0, 1, 2, 7, 8, 9, 31, 32, 33, 63, 64, 65, 127, 128, 256, 320, 511, 512, 513, 576, 1024, 1100];

    private readonly byte[] _planes;

    /// <param name="seed">Chooses size, bits, live planes, values, and what share of the pixels is saturated.</param>
    public RandomPlanes(int seed)
    {
        var random = new Random(seed);
        Seed = seed;
        Bits = 8 << random.Next(3);
        LivePlanes = random.Next(3) == 0 ? Bits : random.Next(Bits + 1);
        PlaneBytes = OddPlaneBytes[random.Next(OddPlaneBytes.Length)];
        Values = new uint[PlaneBytes * 8];
        uint limit = LivePlanes == 0 ? 0 : uint.MaxValue >> (32 - LivePlanes);
        double saturated = random.Next(4) switch { 0 => 0, 1 => 0.001, 2 => 0.1, _ => 1 - random.NextDouble() };
        for (int i = 0; i < Values.Length; i++)
            Values[i] = random.NextDouble() < saturated ? limit : (uint)random.NextInt64(limit + 1L);
        _planes = Planes(Values, LivePlanes);
        Random = random;
    }

    /// <summary>Given pixels, of which only the low bits are live.</summary>
    /// <param name="bits">8, 16 or 32.</param>
    /// <param name="livePlanes">Bits that may be set.</param>
    /// <param name="values">The pixels, a multiple of eight.</param>
    public RandomPlanes(int bits, int livePlanes, uint[] values)
    {
        (Bits, LivePlanes, PlaneBytes, Random) = (bits, livePlanes, values.Length / 8, new Random(0));
        Values = Array.ConvertAll(values, value => livePlanes == 0 ? 0 : value & (uint.MaxValue >> (32 - livePlanes)));
        _planes = Planes(Values, LivePlanes);
    }

    public int Seed { get; }

    public int Bits { get; }

    public int LivePlanes { get; }

    public int PlaneBytes { get; }

    public uint[] Values { get; }

    /// <summary>Goes on after the values: for masks and positions.</summary>
    public Random Random { get; }

    public uint Maximum => uint.MaxValue >> (32 - Bits);

    public PlaneBlock Block => new(_planes, PlaneBytes, Bits, LivePlanes);

    public string Failure => $"seed {Seed}: {PlaneBytes} bytes a plane, {LivePlanes} of {Bits} planes";

    /// <summary>A mask that is empty, full, sparse, half or one run of pixels.</summary>
    public byte[] Mask()
    {
        byte[] mask = new byte[PlaneBytes];
        switch (Random.Next(5))
        {
            case 0: break;
            case 1: mask.AsSpan().Fill(0xFF); break;
            case 2: Random.NextBytes(mask); break;
            case 3:
                foreach (ref byte b in mask.AsSpan())
                    b = (byte)(Random.Next(10) == 0 ? 1 << Random.Next(8) : 0);
                break;
            default:
                int from = Random.Next(PlaneBytes + 1);
                mask.AsSpan(from, Random.Next(PlaneBytes - from + 1)).Fill(0xFF);
                break;
        }
        return mask;
    }

    private static byte[] Planes(uint[] values, int livePlanes)
    {
        int planeBytes = values.Length / 8;
        byte[] planes = new byte[planeBytes * livePlanes];
        for (int p = 0; p < livePlanes; p++)
            for (int i = 0; i < values.Length; i++)
                if ((values[i] >> p & 1) != 0)
                    planes[(p * planeBytes) + (i / 8)] |= (byte)(1 << (i % 8));
        return planes;
    }

    public static bool In(byte[] mask, int pixel) => (mask[pixel / 8] >> (pixel % 8) & 1) != 0;
}
