using System.Buffers.Binary;
using System.Text;

namespace Ronchi.Tests.Sources.Gatan;

/// <summary>Writes DigitalMicrograph files of either version and byte order, tag by tag.</summary>
internal sealed class DmFile(int version, bool isBigEndian)
{
    private readonly List<byte> _bytes = [];

    /// <summary>An image to write.</summary>
    /// <param name="Lengths">Fastest axis first.</param>
    /// <param name="DataType">Number of the type of its pixels.</param>
    /// <param name="ElementType">Type of the array of the tag: 2 i2, 3 i4, 4 u2, …</param>
    /// <param name="PixelBytes">Bytes of a pixel.</param>
    /// <param name="Data">The pixels as they are stored.</param>
    internal sealed record Image(long[] Lengths, int DataType, int ElementType, int PixelBytes, byte[] Data)
    {
        public string Name { get; init; } = "";

        /// <summary>Origin, scale and unit of each axis, fastest first.</summary>
        public (float Origin, float Scale, string Unit)[] Axes { get; init; } = [];

        public (float Origin, float Scale, string Unit)? Brightness { get; init; }

        /// <summary>Tags below <c>ImageTags</c>: paths with <c>/</c>; numbers, switches and texts.</summary>
        public (string Path, object Value)[] Tags { get; init; } = [];

        /// <summary>Elements of the array where they are not what the pixels need.</summary>
        public long? Elements { get; init; }
    }

    /// <summary>The bytes of a file.</summary>
    public static byte[] Of(int version, bool isBigEndian, Image[] images, int? thumbnail = null, bool hasDataLast = false)
    {
        var file = new DmFile(version, isBigEndian);
        file.Meta(version, 4);
        var lengthAt = file._bytes.Count;
        file.Word(0);
        file.Meta(isBigEndian ? 0 : 1, 4);
        file.Group(thumbnail is null ? 2 : 3);
        file.Named("DocumentObjectList", () => file.Group(0));
        file.Named("ImageList", () =>
        {
            file.Group(images.Length);
            foreach (var image in images)
                file.Named("", () => file.Write(image, hasDataLast));
        });
        if (thumbnail is { } index)
            file.Named("Thumbnails", () =>
            {
                file.Group(1);
                file.Named("", () =>
                {
                    file.Group(1);
                    file.Value("ImageIndex", index);
                });
            });
        var length = new DmFile(version, isBigEndian);
        length.Word(file._bytes.Count);
        for (var i = 0; i < length._bytes.Count; i++)
            file._bytes[lengthAt + i] = length._bytes[i];
        return [.. file._bytes];
    }

    private void Write(Image image, bool hasDataLast)
    {
        Group(3);
        Named("ImageData", () =>
        {
            Group(5);
            Named("Calibrations", () =>
            {
                Group(image.Brightness is null ? 1 : 2);
                if (image.Brightness is { } brightness)
                    Named("Brightness", () => Calibration(brightness));
                Named("Dimension", () =>
                {
                    Group(image.Axes.Length);
                    foreach (var axis in image.Axes)
                        Named("", () => Calibration(axis));
                });
            });
            if (!hasDataLast)
                Data(image);
            Value("DataType", image.DataType);
            Named("Dimensions", () =>
            {
                Group(image.Lengths.Length);
                foreach (var length in image.Lengths)
                    Value("", (uint)length);
            });
            Value("PixelDepth", image.PixelBytes);
            if (hasDataLast)
                Data(image);
        });
        Named("ImageTags", () => Tags(image.Tags));
        Value("Name", image.Name);
    }

    private void Data(Image image) => Tag(21, "Data", () =>
    {
        Info(20, image.ElementType, image.Elements ?? image.Data.Length / SizeOf(image.ElementType));
        _bytes.AddRange(image.Data);
    });

    private void Calibration((float Origin, float Scale, string Unit) axis)
    {
        Group(3);
        Value("Origin", axis.Origin);
        Value("Scale", axis.Scale);
        Value("Units", axis.Unit);
    }

    private void Tags((string Path, object Value)[] tags)
    {
        var groups = tags.GroupBy(static tag => tag.Path.Split('/')[0]).ToList();
        Group(groups.Count);
        foreach (var group in groups)
        {
            if (group.First().Path.Contains('/', StringComparison.Ordinal))
                Named(group.Key, () => Tags([.. group.Select(static tag => (tag.Path[(tag.Path.IndexOf('/') + 1)..], tag.Value))]));
            else
                Value(group.Key, group.First().Value);
        }
    }

    private void Value(string name, object value) => Tag(21, name, () =>
    {
        switch (value)
        {
            case bool on: Info(8); _bytes.Add(on ? (byte)1 : (byte)0); break;
            case int number: Info(3); Number(BitConverter.GetBytes(number)); break;
            case uint number: Info(5); Number(BitConverter.GetBytes(number)); break;
            case float number: Info(6); Number(BitConverter.GetBytes(number)); break;
            case double number: Info(7); Number(BitConverter.GetBytes(number)); break;
            case string text:
                Info(20, 4, text.Length);
                foreach (var letter in text)
                    Number(BitConverter.GetBytes((ushort)letter));
                break;
            default: throw new ArgumentException($"no tag of {value.GetType()}", nameof(value));
        }
    });

    private void Named(string name, Action group) => Tag(20, name, group);

    private void Tag(byte kind, string name, Action content)
    {
        _bytes.Add(kind);
        Meta(name.Length, 2);
        _bytes.AddRange(Encoding.Latin1.GetBytes(name));
        if (version == 3)
        {
            content();
            return;
        }

        var at = _bytes.Count;
        Meta(0, 8);
        content();
        Span<byte> size = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, _bytes.Count - at - 8);
        for (var i = 0; i < 8; i++)
            _bytes[at + i] = size[i];
    }

    private void Group(int members)
    {
        _bytes.AddRange([1, 0]);
        Word(members);
    }

    private void Info(params long[] words)
    {
        _bytes.AddRange("%%%%"u8);
        Word(words.Length);
        foreach (var word in words)
            Word(word);
    }

    private void Word(long value) => Meta(value, version == 4 ? 8 : 4);

    private void Meta(long value, int bytes)
    {
        for (var i = bytes - 1; i >= 0; i--)
            _bytes.Add((byte)(value >> (8 * i)));
    }

    private void Number(byte[] littleEndian) => _bytes.AddRange(isBigEndian ? littleEndian.Reverse() : littleEndian);

    private static int SizeOf(int type) => type switch { 2 or 4 => 2, 3 or 5 or 6 => 4, 7 or 11 or 12 => 8, _ => 1 };
}
