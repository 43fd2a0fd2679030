using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;

namespace Ronchi.Hdf5;

/// <content>Members of compound elements.</content>
public sealed partial class Hdf5Dataset
{
    /// <summary>Why a member cannot be read, to stand behind its name; null when it can, unless the file is damaged.</summary>
    /// <param name="member">A member of <see cref="Type"/>, or of one of its members.</param>
    /// <exception cref="Hdf5Exception">The chunk index is damaged.</exception>
    public string? ObstacleOf(Hdf5Member member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return !member.Type.IsNumeric ? $"is {member.Type}, which is not a number"
            : Layout == Headers.StorageLayout.Virtual ? "is a member of a virtual dataset, which is not supported"
            : StorageObstacle ?? FilterObstacle();
    }

    /// <summary>Reads one member of the elements in a box, in row-major order, numbers little-endian; the elements are read
    /// whole.</summary>
    /// <param name="member">A member of <see cref="Type"/>, or of one of its members, at its place in the element.</param>
    /// <param name="start">First element along each axis.</param>
    /// <param name="count">Elements along each axis.</param>
    /// <param name="destination">Exactly the bytes of the members.</param>
    /// <exception cref="ArgumentException">The box does not lie in the shape, or the destination has another length.</exception>
    /// <exception cref="Hdf5Exception">The member, layout or a filter is not supported, which the message names; or the file is
    /// damaged.</exception>
    public void ReadMember(Hdf5Member member, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(member);
        int size = member.Type.Size;
        if (member.Offset < 0 || member.Offset > Type.Size - size)
            throw new ArgumentException($"'{member.Name}' is no member of {Type}.", nameof(member));
        long bytes = destination.Length / size * (long)Type.Size;
        if (destination.Length % size != 0 || bytes > Array.MaxLength)
            throw new ArgumentException($"{destination.Length} bytes are not the elements of a box.", nameof(destination));
        CheckBox(start, count, (int)bytes);
        if (ObstacleOf(member) is { } obstacle)
            throw Fault($"cannot be read: '{member.Name}' {obstacle}");
        using var elements = new Scratch((int)bytes);
        ReadStored(start, count, elements.Bytes);
        for (int from = member.Offset, to = 0; to < destination.Length; from += Type.Size, to += size)
            elements.Bytes.Slice(from, size).CopyTo(destination[to..]);
        StoredNumbers.ToValues(destination, member.Type);
    }
}
