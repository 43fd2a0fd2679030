using System.Runtime.CompilerServices;
using System.Text;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Writing;

/// <summary>A group that is being written.</summary>
public sealed class GroupWriter : ObjectWriter
{
    private readonly SortedDictionary<string, Func<byte[]>> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupWriter> _groups = new(StringComparer.Ordinal);

    internal GroupWriter(OutputFile file)
        : base(file)
    {
    }

    /// <summary>Whether there is a link of that name.</summary>
    public bool Has(string name) => _links.ContainsKey(name);

    /// <summary>Whether there is a group of that name.</summary>
    public bool HasGroup(string name) => _groups.ContainsKey(name);

    /// <summary>The group of that name, which is made when it is not there yet.</summary>
    /// <param name="name">One name, without '/'.</param>
    /// <exception cref="ArgumentException">Something else has that name.</exception>
    public GroupWriter Group(string name)
    {
        if (_groups.TryGetValue(name, out var group))
            return group;
        group = new GroupWriter(File);
        AddObject(name, group);
        _groups.Add(name, group);
        return group;
    }

    /// <summary>Writes a whole dataset of numbers in one block.</summary>
    /// <typeparam name="T">An integer, float or bool.</typeparam>
    /// <param name="name">One name, without '/'.</param>
    /// <param name="shape">Lengths of the axes; empty for a scalar.</param>
    /// <param name="values">All elements in row-major order.</param>
    /// <exception cref="ArgumentException">The name is taken, the type cannot be written, or the values do not fill the shape.</exception>
    public ObjectWriter Dataset<T>(string name, ReadOnlySpan<long> shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var dataset = Contiguous<T>(name, shape);
        dataset.Append(values);
        return dataset;
    }

    /// <summary>Writes a scalar.</summary>
    /// <typeparam name="T">An integer, float or bool.</typeparam>
    /// <param name="name">One name, without '/'.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name is taken, or the type cannot be written.</exception>
    public ObjectWriter Scalar<T>(string name, T value)
        where T : unmanaged =>
        Dataset(name, [], new ReadOnlySpan<T>(in value));

    /// <summary>Writes a text of fixed length as a scalar dataset.</summary>
    /// <param name="name">One name, without '/'.</param>
    /// <param name="text">Its value.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public ObjectWriter Text(string name, string text)
    {
        var bytes = TextBytes([text], out int size);
        return Block(name, WrittenType.Text(size), [], bytes);
    }

    /// <summary>Writes a text of variable length as a scalar dataset: h5py gives it as text, one of fixed length as bytes.</summary>
    /// <param name="name">One name, without '/'.</param>
    /// <param name="text">Its value.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public ObjectWriter VariableText(string name, string text)
    {
        // Kept first: the dataset must not be interrupted.
        var place = File.Texts.Add(text);
        return Block(name, WrittenType.VariableText(), [], place);
    }

    /// <summary>Writes texts of fixed length, that of the longest, as a dataset.</summary>
    /// <param name="name">One name, without '/'.</param>
    /// <param name="shape">Lengths of the axes.</param>
    /// <param name="texts">All elements in row-major order.</param>
    /// <exception cref="ArgumentException">The name is taken, or the texts do not fill the shape.</exception>
    public ObjectWriter Texts(string name, ReadOnlySpan<long> shape, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        long count = 1;
        foreach (long length in shape)
            count = checked(count * length);
        if (count != texts.Count)
            throw new ArgumentException(
                $"{texts.Count} texts do not fill the shape ({string.Join(", ", shape.ToArray())}).", nameof(texts));
        var bytes = TextBytes(texts, out int size);
        return Block(name, WrittenType.Text(size), shape.ToArray(), bytes);
    }

    /// <summary>
    /// Writes a dataset as another file has it, in one block, with its attributes; text of variable length becomes text of fixed length.
    /// </summary>
    /// <param name="name">One name, without '/'.</param>
    /// <param name="dataset">A dataset of at most 64 MiB.</param>
    /// <returns>The dataset, and null; or null, and why it cannot be written.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    /// <exception cref="Hdf5Exception">The file that it comes from is damaged.</exception>
    internal (ObjectWriter? Written, string? WhyNot) Copy(string name, Hdf5Dataset dataset)
    {
        const long mostBytes = 64 << 20;
        if (WrittenType.WhyNot(dataset.Type) is { } why)
            return (null, why);
        if (dataset.ElementCount > mostBytes / dataset.Type.Size)
            return (null, $"of shape ({string.Join(", ", dataset.Shape)}), larger than 64 MiB");
        if (dataset.ElementCount == 0)
            return (null, "empty");
        return WrittenType.Encode(dataset.ReadValue(), mostBytes) is var (type, bytes)
            ? (Block(name, type, dataset.Shape.AsSpan().ToArray(), bytes), null)
            : (null, "texts of more than 64 MiB");
    }

    /// <summary>
    /// Begins a dataset in one block, whose elements are appended in pieces. Nothing else may be written before it is full.
    /// </summary>
    /// <typeparam name="T">An integer, float or bool.</typeparam>
    /// <param name="name">One name, without '/'.</param>
    /// <param name="shape">Lengths of the axes.</param>
    /// <exception cref="ArgumentException">The name is taken, the type cannot be written, or the shape is absurd.</exception>
    public ContiguousWriter Contiguous<T>(string name, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        long bytes = Unsafe.SizeOf<T>();
        foreach (long length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(shape));
            bytes = checked(bytes * length);
        }
        var dataset = new ContiguousWriter(File, WrittenType.Of<T>(), shape.ToArray(), bytes);
        AddObject(name, dataset);
        return dataset;
    }

    /// <summary>Begins a chunked dataset. Several may be written in turns.</summary>
    /// <typeparam name="T">An integer, float or bool.</typeparam>
    /// <param name="name">One name, without '/'.</param>
    /// <param name="shape">Lengths of the axes, at least one.</param>
    /// <param name="chunkShape">Elements of a chunk along each axis.</param>
    /// <param name="filters">In the order in which they are applied.</param>
    /// <exception cref="ArgumentException">The name is taken, the type cannot be written, or the shapes are absurd.</exception>
    public ChunkedWriter Chunked<T>(string name, ReadOnlySpan<long> shape, ReadOnlySpan<long> chunkShape, params Hdf5Filter[] filters)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        var dataset = new ChunkedWriter(File, WrittenType.Of<T>(), size, shape, chunkShape, filters);
        AddObject(name, dataset);
        return dataset;
    }

    /// <summary>Adds a link to a path of this file.</summary>
    /// <param name="name">One name, without '/'.</param>
    /// <param name="target">Path, which need not exist.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void SoftLink(string name, string target)
    {
        var bytes = Encoding.UTF8.GetBytes(target);
        AddLink(name, () => Link(name, 1).U16(bytes.Length).Raw(bytes).Written.ToArray());
    }

    /// <summary>Adds a link to a path of another file.</summary>
    /// <param name="name">One name, without '/'.</param>
    /// <param name="file">Path of the file, relative to this one's folder.</param>
    /// <param name="target">Path in that file.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void ExternalLink(string name, string file, string target)
    {
        var value = new LittleEndianBuffer().U8(0).Text(file).Text(target);
        AddLink(name, () => Link(name, 64).U16(value.Length).Raw(value.Written).Written.ToArray());
    }

    internal override long Finish()
    {
        var messages = new List<(int Kind, byte[] Body)>
        {
            (
                0x02,
                new LittleEndianBuffer().U8(0).U8(0).I64(LittleEndianBuffer.Undefined).I64(LittleEndianBuffer.Undefined).Written.ToArray()),
            (0x0A, [0, 0]),
        };
        foreach (var link in _links.Values)
            messages.Add((0x06, link()));
        return WriteHeader(messages);
    }

    private ContiguousWriter Block(string name, byte[] type, long[] shape, byte[] bytes)
    {
        var dataset = new ContiguousWriter(File, type, shape, bytes.Length);
        AddObject(name, dataset);
        dataset.AppendBytes(bytes);
        return dataset;
    }

    private static LittleEndianBuffer Link(string name, int type)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var link = new LittleEndianBuffer().U8(1).U8(0x11 | (type == 0 ? 0 : 8));
        if (type != 0)
            link.U8(type);
        return link.U8(1).U16(bytes.Length).Raw(bytes);
    }

    private void AddObject(string name, ObjectWriter item) =>
        AddLink(name, () =>
        {
            long address = item.Finish();
            return Link(name, 0).I64(address).Written.ToArray();
        });

    private void AddLink(string name, Func<byte[]> message)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('/') || name == "." || Encoding.UTF8.GetByteCount(name) > 60000)
            throw new ArgumentException($"'{name}' cannot be the name of a link.", nameof(name));
        if (!_links.TryAdd(name, message))
            throw new ArgumentException($"There is a '{name}' already.", nameof(name));
    }
}
