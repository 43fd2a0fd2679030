using System.Buffers.Binary;

namespace Ronchi.Fuzz;

/// <summary>Turns a well-formed input into one that a careless reader would believe.</summary>
internal static class Mutation
{
    private const int Growth = 64;

    private static readonly ulong[] s_numbers =
    [
        0, 1, 2, 7, 8, 15, 16, 63, 64, 127, 128, 255, 256, 511, 512, 4095, 4096, 8191, 8192, 32767, 32768, 65535, 65536,
        0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, 0x100000000, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0xFFFFFFFFFFFFFFFF,
    ];

    /// <summary>Bytes that a mutation of the longest of <paramref name="seeds"/> may need.</summary>
    public static int Room(IEnumerable<byte[]> seeds) => seeds.Max(static seed => seed.Length) + (16 * Growth);

    /// <summary>Copies a seed and changes it in a few places.</summary>
    /// <param name="seeds">Well-formed inputs.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="room">At least <see cref="Room"/> bytes.</param>
    /// <param name="headBytes">Half of the changes go to so many bytes at the beginning.</param>
    /// <returns>The part of <paramref name="room"/> that holds the input.</returns>
    public static Span<byte> Make(IReadOnlyList<byte[]> seeds, ref FuzzRandom random, Span<byte> room, int headBytes)
    {
        var seed = seeds[random.Below(seeds.Count)];
        seed.CopyTo(room);
        var length = seed.Length;
        for (var changes = 1 + random.Below(random.OneIn(4) ? 12 : 3); changes > 0 && length > 0; changes--)
            length = Change(seeds, ref random, room, length, headBytes);
        return room[..length];
    }

    private static int Change(IReadOnlyList<byte[]> seeds, ref FuzzRandom random, Span<byte> room, int length, int headBytes)
    {
        var at = random.OneIn(2) ? random.Below(Math.Min(length, headBytes)) : random.Below(length);
        var some = 1 + random.Below(Math.Min(Growth, length - at));
        switch (random.Below(9))
        {
            case 0:
                room[at] ^= (byte)(1 << random.Below(8));
                return length;
            case 1:
                room[at] = (byte)random.Next();
                return length;
            case 2:
                room[at] = random.OneIn(2) ? (byte)0xFF : (byte)0;
                return length;
            case 3:
                Number(room[..length], at, ref random);
                return length;
            case 4:
                return at;
            case 5:
                room[(at + some)..length].CopyTo(room[at..]);
                return length - some;
            case 6 when length + some <= room.Length:
                room[at..length].CopyTo(room[(at + some)..]);
                return length + some;
            case 7:
                var other = seeds[random.Below(seeds.Count)];
                var from = random.Below(other.Length);
                other.AsSpan(from, Math.Min(some, other.Length - from)).CopyTo(room[at..]);
                return Math.Max(length, at + Math.Min(some, other.Length - from));
            default:
                room.Slice(at, some).Fill((byte)random.Next());
                return length;
        }
    }

    private static void Number(Span<byte> bytes, int at, ref FuzzRandom random)
    {
        var number = s_numbers[random.Below(s_numbers.Length)] + (random.OneIn(4) ? random.Next() % 5 : 0);
        Span<byte> written = stackalloc byte[8];
        var size = 1 << random.Below(4);
        if (random.OneIn(2))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(written, number);
            written = written[..size];
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(written, number);
            written = written[(8 - size)..];
        }

        written[..Math.Min(size, bytes.Length - at)].CopyTo(bytes[at..]);
    }
}
