using CsCheck;

namespace Ronchi.Tests.Codecs;

/// <summary>
/// Generators of what codecs meet. A law that fails is shrunk to a small case, and its seed is printed (set CsCheck_Seed to see it again).
/// </summary>
internal static class ByteGen
{
    // Literals, then a copy of what lies some distance back.
    private static readonly Gen<(byte[] Literals, int Distance, int Length)> Piece =
        Gen.Select(
            Gen.Byte.Array[0, 40],
            Gen.OneOf(Gen.Int[1, 16], Gen.Int[1, 80], Gen.Int[1, 65535]),
            Gen.OneOf(Gen.Int[0, 20], Gen.Int[0, 4000]));

    /// <summary>Compressible bytes: literals, runs, and copies at short and long distance.</summary>
    public static Gen<byte[]> Compressible { get; } = Piece.Array[0, 12].Select(static pieces =>
    {
        var bytes = new List<byte>();
        foreach (var (literals, distance, length) in pieces)
        {
            bytes.AddRange(literals);
            for (var i = 0; i < length; i++)
                bytes.Add(distance <= bytes.Count ? bytes[^distance] : (byte)0);
        }

        return bytes.ToArray();
    });

    /// <summary>Little-endian counts of so many bytes each whose high bits are empty, some saturated.</summary>
    public static Gen<(int ElementBytes, byte[] Values)> Counts { get; } =
        Gen.Select(
            Gen.Int[0, 3], Gen.Int[0, 64], Gen.OneOf(Gen.ULong.Array[0, 40], Gen.ULong.Array[0, 3000]), static (size, bits, values) =>
            {
                var elementBytes = 1 << size;
                var bytes = new byte[values.Length * elementBytes];
                for (var at = 0; at < bytes.Length; at++)
                {
                    var value = values[at / elementBytes];
                    // One of sixteen is full; the others have that many bits.
                    value = value % 16 == 0 ? ulong.MaxValue : bits == 0 ? 0 : value >> (64 - bits);
                    bytes[at] = (byte)(value >> (8 * (at % elementBytes)));
                }

                return (elementBytes, bytes);
            });
}
