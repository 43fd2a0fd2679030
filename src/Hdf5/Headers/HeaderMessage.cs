using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Headers;

/// <summary>One message of an object header.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="IsShared">True when the body only points to where the message is.</param>
/// <param name="Address">Address of the body.</param>
/// <param name="Body">The bytes.</param>
internal readonly record struct HeaderMessage(MessageKind Kind, bool IsShared, long Address, ReadOnlyMemory<byte> Body)
{
    public Cursor Open(AddressSpace space, string what) => new(space, Address, Body.Span, what);
}
