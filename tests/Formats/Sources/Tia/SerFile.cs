using System.Text;

namespace Ronchi.Tests.Sources.Tia;

/// <summary>Writes SER files of either version.</summary>
internal sealed record SerFile(int Version, int TypeNumber, int[] Lengths, byte[][] Elements)
{
    public int Total { get; init; } = Elements.Length;

    public int Valid { get; init; } = Elements.Length;

    /// <summary>Axes of the series, fastest first.</summary>
    public (int Length, double Offset, double Step, string Name, string Unit)[] Dimensions { get; init; } = [];

    /// <summary>Offset and step of both axes of elements.</summary>
    public (double Offset, double Step) Calibration { get; init; } = (-1e-6, 2e-9);

    /// <summary>Bytes between one element and the next.</summary>
    public Func<int, int> Gap { get; init; } = static _ => 8;

    public uint Seconds { get; init; } = 1456000000;

    /// <summary>The bytes of the file.</summary>
    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write([0x49, 0x49, 0x97, 0x01]);
        writer.Write((ushort)Version);
        writer.Write(Lengths.Length == 1 ? 0x4120 : 0x4122);
        writer.Write(0x4152);
        writer.Write(Total);
        writer.Write(Valid);
        var tableWord = stream.Position;
        Word(writer, 0);
        writer.Write(Dimensions.Length);
        foreach (var (length, offset, step, name, unit) in Dimensions)
        {
            writer.Write(length);
            writer.Write(offset);
            writer.Write(step);
            writer.Write(0);
            writer.Write(name.Length);
            writer.Write(Encoding.Latin1.GetBytes(name));
            writer.Write(unit.Length);
            writer.Write(Encoding.Latin1.GetBytes(unit));
        }

        var table = stream.Position;
        writer.Write(new byte[2 * Total * (Version == 0x220 ? 8 : 4)]);
        var places = new List<long>();
        var tags = new List<long>();
        for (var i = 0; i < Elements.Length; i++)
        {
            places.Add(stream.Position);
            foreach (var _ in Lengths)
            {
                writer.Write(Calibration.Offset);
                writer.Write(Calibration.Step);
                writer.Write(0);
            }

            writer.Write((ushort)TypeNumber);
            foreach (var length in Lengths)
                writer.Write(length);
            writer.Write(Elements[i]);
            tags.Add(stream.Position);
            writer.Write(0x4152);
            writer.Write(Seconds);
            writer.Write(new byte[Gap(i)]);
        }

        stream.Position = tableWord;
        Word(writer, table);
        stream.Position = table;
        foreach (var place in places.Concat(Enumerable.Repeat(0L, Total - places.Count)).Concat(tags))
            Word(writer, place);
        return stream.ToArray();
    }

    private void Word(BinaryWriter writer, long value)
    {
        if (Version == 0x220)
            writer.Write(value);
        else
            writer.Write((uint)value);
    }
}
