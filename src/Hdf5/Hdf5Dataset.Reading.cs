using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;

namespace Ronchi.Hdf5;

/// <content>Elements: hyperslabs of any dataset.</content>
public sealed partial class Hdf5Dataset
{
    private const long MostAtOnce = 1 << 30;

    /// <summary>
    /// Reads a box of elements in row-major order, numbers little-endian; those that were never written are the fill value. A chunk that
    /// the box cuts is decoded whole at every call: read along chunks.
    /// </summary>
    /// <param name="start">First element along each axis.</param>
    /// <param name="count">Elements along each axis.</param>
    /// <param name="destination">Exactly the bytes of the box.</param>
    /// <exception cref="ArgumentException">The box does not lie in the shape, or the destination has another length.</exception>
    /// <exception cref="Hdf5Exception">The type, layout or a filter is not supported, which the message names; or the file is
    /// damaged.</exception>
    public void ReadRaw(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> destination)
    {
        CheckBox(start, count, destination.Length);
        CheckReadable();
        ReadStored(start, count, destination);
    }

    /// <summary>Reads a box of elements whose type is <typeparamref name="T"/> exactly (but for the byte order).</summary>
    /// <typeparam name="T">byte for u8 and bool, ushort for u16, Half for f16, and so on.</typeparam>
    /// <param name="start">First element along each axis.</param>
    /// <param name="count">Elements along each axis.</param>
    /// <param name="destination">Exactly the elements of the box.</param>
    /// <exception cref="ArgumentException">The box does not lie in the shape, or the destination has another length.</exception>
    /// <exception cref="Hdf5Exception">The elements are of another type; or as <see cref="ReadRaw"/>.</exception>
    public void Read<T>(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<T> destination)
        where T : unmanaged
    {
        if (!IsExactly<T>())
            throw Fault($"is {Type}, it cannot be read as {typeof(T).Name}");
        ReadRaw(start, count, MemoryMarshal.AsBytes(destination));
    }

    /// <summary>Reads all elements; a dataset above 1 GiB is read in pieces instead.</summary>
    /// <typeparam name="T">As in <see cref="Read{T}(ReadOnlySpan{long}, ReadOnlySpan{long}, Span{T})"/>.</typeparam>
    /// <returns>The elements in row-major order.</returns>
    /// <exception cref="Hdf5Exception">It is too large; or as <see cref="ReadRaw"/>.</exception>
    public T[] Read<T>()
        where T : unmanaged
    {
        CheckSize(MostAtOnce);
        var elements = new T[IsExactly<T>() ? ElementCount : 0];
        Read(new long[Shape.Length], Shape.AsSpan(), elements.AsSpan());
        return elements;
    }

    /// <summary>Reads a small dataset, as attributes are read: numbers of any type, and texts of either kind.</summary>
    /// <exception cref="Hdf5Exception">It is above 64 MiB; or as <see cref="ReadRaw"/>.</exception>
    public Hdf5Value ReadValue()
    {
        CheckSize(64 << 20);
        var stored = new byte[ElementCount * Type.Size];
        ReadStored(new long[Shape.Length], Shape.AsSpan(), stored);
        return new Hdf5Value(Header.Space, $"'{Path}'", Type, Shape, ElementCount, stored, Header.Address, isRead: true);
    }

    private void CheckSize(long most)
    {
        if (ElementCount * Type.Size > most)
            throw Fault($"has {ElementCount * Type.Size} bytes: read it in pieces");
    }

    private bool IsExactly<T>()
        where T : unmanaged
    {
        if (!Type.IsNumeric || Unsafe.SizeOf<T>() != Type.Size)
            return false;
        if (Type.Class == Hdf5TypeClass.Float)
            return typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half);
        if (Type.IsSigned)
            return typeof(T) == typeof(sbyte) || typeof(T) == typeof(short) || typeof(T) == typeof(int) || typeof(T) == typeof(long);
        return typeof(T) == typeof(byte) || typeof(T) == typeof(ushort) || typeof(T) == typeof(uint) || typeof(T) == typeof(ulong);
    }

    private void CheckBox(ReadOnlySpan<long> start, ReadOnlySpan<long> count, int bytes)
    {
        if (start.Length != Shape.Length || count.Length != Shape.Length)
            throw new ArgumentException($"A box of {start.Length} and {count.Length} axes in a dataset of {Shape.Length}.", nameof(start));
        long elements = _dataspace.IsNull ? 0 : 1;
        for (int axis = 0; axis < Shape.Length; axis++)
        {
            if (start[axis] < 0 || count[axis] < 0 || start[axis] > Shape[axis] - count[axis])
                throw new ArgumentException(
                    $"Elements {start[axis]} to {start[axis] + count[axis]} of axis {axis}, which has {Shape[axis]}.", nameof(start));
            elements *= count[axis];
        }
        if (elements * Type.Size != bytes)
            throw new ArgumentException($"A box of {elements} elements of {Type.Size} bytes does not fill {bytes} bytes.", nameof(count));
    }

    // Numbers come out little-endian and without the bits that do not count.
    private void ReadStored(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> destination)
    {
        if (destination.IsEmpty)
            return;
        switch (_layout.Kind)
        {
            case StorageLayout.Compact:
                if (_layout.Compact.Length < ElementCount * Type.Size)
                    throw Fault($"needs {ElementCount * Type.Size} bytes, its header holds {_layout.Compact.Length}");
                Hyperslab.Copy(_layout.Compact.Span, Shape.AsSpan(), start, destination, count, new long[count.Length], count, Type.Size);
                ToValues(destination);
                break;
            case StorageLayout.Contiguous:
                ReadContiguous(start, count, destination);
                break;
            case StorageLayout.Chunked:
                ReadChunked(start, count, destination);
                break;
            case StorageLayout.Virtual when Type.IsNumeric:
                ReadVirtual(start, count, destination);
                break;
            default:
                throw Fault($"is {Type} and virtual, which is not supported");
        }
    }

    private void ToValues(Span<byte> elements)
    {
        if (Type.IsNumeric)
            StoredNumbers.ToValues(elements, Type);
    }

    private void ReadContiguous(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> destination)
    {
        if (StorageObstacle is { } obstacle)
            throw Fault(obstacle);
        if (_layout.Address == AddressSpace.Undefined)
        {
            FillUnwritten(destination);
            return;
        }
        long bytes = ElementCount * Type.Size;
        if (_layout.Size >= 0 && _layout.Size < bytes)
            throw Fault($"needs {bytes} bytes, {_layout.Size} are stored");
        Header.Space.CheckRange(_layout.Address, bytes, $"the data of '{Path}'");
        var walk = new RunWalk(Shape.AsSpan(), start, count, new long[count.Length], count);
        int run = (int)(walk.Length * Type.Size);
        long first = Header.Space.BaseOffset + _layout.Address;
        while (walk.Next(out long from, out long to))
        {
            var part = destination.Slice((int)(to * Type.Size), run);
            if (bytes <= MetadataBlocks.LargestPiece)
                Header.Space.Read(_layout.Address + (from * Type.Size), part, "the data of a dataset");
            else
                File.Bytes.ReadExactly(first + (from * Type.Size), part, "the data of a dataset");
        }
        ToValues(destination);
    }
}
