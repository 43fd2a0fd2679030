using System.Runtime.InteropServices;
using System.Text;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Writing;

/// <summary>A group or dataset that is being written; attributes may be added until the file is complete.</summary>
public abstract class ObjectWriter
{
    private const int MostMessageBytes = 65000;
    private readonly Dictionary<string, byte[]> _attributes = new(StringComparer.Ordinal);

    private protected ObjectWriter(OutputFile file) => File = file;

    private protected OutputFile File { get; }

    /// <summary>Whether there is an attribute of that name.</summary>
    public bool HasAttribute(string name) => _attributes.ContainsKey(name);

    /// <summary>Adds a number as a scalar attribute.</summary>
    /// <typeparam name="T">An integer, float or bool.</typeparam>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">There is one of that name, or the type cannot be written.</exception>
    public void Attribute<T>(string name, T value)
        where T : unmanaged =>
        Add(name, WrittenType.Of<T>(), [], MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <summary>Adds numbers as a one-dimensional attribute.</summary>
    /// <typeparam name="T">An integer, float or bool.</typeparam>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="values">Up to 64 KB of them.</param>
    /// <exception cref="ArgumentException">There is one of that name, the type cannot be written, or the values are too many.</exception>
    public void Attribute<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged =>
        Add(name, WrittenType.Of<T>(), [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>Adds a text as a scalar attribute.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="text">Its value, up to 64 KB.</param>
    /// <exception cref="ArgumentException">There is one of that name, or the text is too long.</exception>
    public void Attribute(string name, string text)
    {
        var bytes = TextBytes([text], out int size);
        Add(name, WrittenType.Text(size), [], bytes);
    }

    /// <summary>Adds texts as a one-dimensional attribute.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="texts">Up to 64 KB of them, each counted with the length of the longest.</param>
    /// <exception cref="ArgumentException">There is one of that name, or the texts are too long.</exception>
    public void Attribute(string name, IReadOnlyList<string> texts)
    {
        var bytes = TextBytes(texts, out int size);
        Add(name, WrittenType.Text(size), [texts.Count], bytes);
    }

    /// <summary>Adds a text of variable length as a scalar attribute: h5py gives it as text, one of fixed length as bytes.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="text">Its value.</param>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public void VariableAttribute(string name, string text) => Add(name, WrittenType.VariableText(), [], File.Texts.Add(text));

    /// <summary>Adds texts of variable length as a one-dimensional attribute.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="texts">Up to 4000 of them.</param>
    /// <exception cref="ArgumentException">There is one of that name, or the texts are too many.</exception>
    public void VariableAttribute(string name, IReadOnlyList<string> texts) =>
        Add(name, WrittenType.VariableText(), [texts.Count], texts.SelectMany(File.Texts.Add).ToArray());

    /// <summary>Adds an attribute as another file has it; text of variable length becomes text of fixed length.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <returns>Null, or why it cannot be written.</returns>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    /// <exception cref="Hdf5Exception">The file that it comes from is damaged.</exception>
    internal string? Copy(Hdf5Attribute attribute)
    {
        if (WrittenType.WhyNot(attribute.Type) is { } why)
            return why;
        var value = attribute.ReadValue();
        if (value.Count == 0 && attribute.Shape.IsEmpty)
            return "empty";
        if (WrittenType.Encode(value, MostMessageBytes) is not var (type, bytes)
            || bytes.Length + Encoding.UTF8.GetByteCount(attribute.Name) + 1 > MostMessageBytes)
            return $"larger than {MostMessageBytes} bytes";
        Add(attribute.Name, type, attribute.Shape.AsSpan(), bytes);
        return null;
    }

    /// <summary>Writes the object's header.</summary>
    /// <returns>Its address.</returns>
    internal abstract long Finish();

    private protected static byte[] TextBytes(IReadOnlyList<string> texts, out int size)
    {
        size = 1;
        foreach (string text in texts)
            size = Math.Max(size, Encoding.UTF8.GetByteCount(text));
        var bytes = new byte[checked(size * texts.Count)];
        for (int i = 0; i < texts.Count; i++)
            Encoding.UTF8.GetBytes(texts[i], bytes.AsSpan(i * size, size));
        return bytes;
    }

    private protected static byte[] Dataspace(ReadOnlySpan<long> shape)
    {
        var message = new LittleEndianBuffer().U8(2).U8(shape.Length).U8(0).U8(shape.Length == 0 ? 0 : 1);
        foreach (long length in shape)
            message.I64(length);
        return message.Written.ToArray();
    }

    /// <summary>Writes a version 2 object header of the given messages and the attributes.</summary>
    private protected long WriteHeader(IEnumerable<(int Kind, byte[] Body)> messages)
    {
        var body = new LittleEndianBuffer();
        foreach (var (kind, bytes) in messages.Concat(_attributes.Values.Select(attribute => (0x0C, attribute))))
            body.U8(kind).U16(bytes.Length).U8(0).Raw(bytes);
        var header = new LittleEndianBuffer().Raw("OHDR"u8).U8(2).U8(2).U32((uint)body.Length).Raw(body.Written).Checksum();
        File.Align();
        return File.Append(header.Written);
    }

    private void Add(string name, byte[] type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var space = Dataspace(shape);
        int nameBytes = Encoding.UTF8.GetByteCount(name) + 1;
        if (value.Length + nameBytes > MostMessageBytes)
            throw new ArgumentException(
                $"The attribute '{name}' has {value.Length} bytes; attributes hold at most {MostMessageBytes}.", nameof(value));
        var message = new LittleEndianBuffer()
            .U8(3)
            .U8(0)
            .U16(nameBytes)
            .U16(type.Length)
            .U16(space.Length)
            .U8(1)
            .Text(name)
            .Raw(type)
            .Raw(space)
            .Raw(value);
        if (!_attributes.TryAdd(name, message.Written.ToArray()))
            throw new ArgumentException($"There is an attribute '{name}' already.", nameof(name));
    }
}
