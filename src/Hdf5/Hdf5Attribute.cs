using System.Collections.Immutable;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;

namespace Ronchi.Hdf5;

/// <summary>An attribute of a group or a dataset.</summary>
public sealed class Hdf5Attribute
{
    private readonly AddressSpace _space;
    private readonly Dataspace _dataspace;
    private readonly ReadOnlyMemory<byte> _stored;
    private readonly long _address;
    private readonly string _owner;

    internal Hdf5Attribute(
        AddressSpace space, string owner, string name, Hdf5Type type, Dataspace dataspace, ReadOnlyMemory<byte> stored, long address)
    {
        _space = space;
        _owner = owner;
        _dataspace = dataspace;
        _stored = stored;
        _address = address;
        Name = name;
        Type = type;
        Shape = [.. dataspace.Shape];
    }

    /// <summary>Name within the object.</summary>
    public string Name { get; }

    /// <summary>Type of the elements.</summary>
    public Hdf5Type Type { get; }

    /// <summary>Lengths of the axes; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Decodes the value.</summary>
    /// <exception cref="Hdf5Exception">The type cannot be read, which the message names, or the file is damaged.</exception>
    public Hdf5Value ReadValue() =>
        new(_space, $"the attribute '{Name}' of '{_owner}'", Type, Shape, _dataspace.ElementCount, _stored, _address);
}
