using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Headers;

/// <summary>The messages of one object (format specification 3.0, IV.A.1), versions 1 and 2, continuations followed.</summary>
internal sealed class ObjectHeader
{
    private const int MaxBlocks = 4096;
    private const int LikelySize = 512;
    private readonly List<HeaderMessage> _messages = [];
    private readonly AddressSpace _space;

    private ObjectHeader(AddressSpace space, long address)
    {
        _space = space;
        Address = address;
    }

    public long Address { get; }

    public AddressSpace Space => _space;

    public static ObjectHeader Read(AddressSpace space, long address)
    {
        var header = new ObjectHeader(space, address);
        // One read brings most headers whole.
        var start = space.ReadAhead(address, 16, LikelySize, "an object header");
        if (start.AsSpan().StartsWith("OHDR"u8))
            header.ReadVersion2(start);
        else
            header.ReadVersion1(start);
        return header;
    }

    /// <summary>The first message of a kind, shared ones resolved.</summary>
    public HeaderMessage? Find(MessageKind kind)
    {
        foreach (var message in _messages)
        {
            if (message.Kind == kind)
                return Resolve(message);
        }
        return null;
    }

    public HeaderMessage Need(MessageKind kind, string what) =>
        Find(kind) ?? throw _space.Fault(Address, $"the object header has no {what}");

    public bool Has(MessageKind kind) => _messages.Exists(message => message.Kind == kind);

    public IEnumerable<HeaderMessage> All(MessageKind kind)
    {
        foreach (var message in _messages)
        {
            if (message.Kind == kind)
                yield return Resolve(message);
        }
    }

    private HeaderMessage Resolve(HeaderMessage message) =>
        message.IsShared ? SharedMessage.Resolve(_space, message, depth: 0) : message;

    internal HeaderMessage? FindUnresolved(MessageKind kind)
    {
        int index = _messages.FindIndex(message => message.Kind == kind);
        return index < 0 ? null : _messages[index];
    }

    private void ReadVersion1(byte[] start)
    {
        var cursor = new Cursor(_space, Address, start, "an object header");
        cursor.ExpectVersion(1);
        cursor.Skip(1 + 2 + 4);
        long size = cursor.U32();
        var pending = new Queue<(long Address, long Length)>();
        pending.Enqueue((Address + 16, size));
        ReadBlocks(pending, start, (block, address) =>
        {
            var body = new Cursor(_space, address, block.Span, "an object header");
            while (body.Remaining >= 8)
            {
                var kind = (MessageKind)body.U16();
                int length = body.U16();
                byte flags = body.U8();
                body.Skip(3);
                int at = body.Position;
                body.Skip(length);
                Add(kind, flags, address + at, block.Slice(at, length), pending);
            }
        });
    }

    private void ReadVersion2(byte[] start)
    {
        var cursor = new Cursor(_space, Address, start, "an object header");
        cursor.Skip(4);
        cursor.ExpectVersion(2);
        byte flags = cursor.U8();
        if ((flags & 0x20) != 0)
            cursor.Skip(16);
        if ((flags & 0x10) != 0)
            cursor.Skip(4);
        long size = cursor.Number(1 << (flags & 3));
        int prefix = cursor.Position;
        bool ordered = (flags & 4) != 0;
        _space.CheckRange(Address, checked(prefix + Math.Min(size, long.MaxValue / 2) + 4), "an object header");
        var pending = new Queue<(long Address, long Length)>();
        pending.Enqueue((Address, prefix + size + 4));
        bool first = true;
        ReadBlocks(pending, start, (block, address) =>
        {
            string what = first ? "an object header" : "an object header continuation";
            if (block.Length < 8)
                throw _space.Fault(address, $"{what} has only {block.Length} bytes");
            _space.CheckChecksum(block.Span, address, what);
            var body = new Cursor(_space, address, block.Span[..^4], what);
            if (first)
                body.Skip(prefix);
            else
                body.Expect("OCHK"u8);
            first = false;
            int head = ordered ? 6 : 4;
            while (body.Remaining >= head)
            {
                var kind = (MessageKind)body.U8();
                int length = body.U16();
                byte messageFlags = body.U8();
                body.Skip(head - 4);
                int at = body.Position;
                body.Skip(length);
                Add(kind, messageFlags, address + at, block.Slice(at, length), pending);
            }
        });
    }

    private void ReadBlocks(Queue<(long Address, long Length)> pending, byte[] start, Action<ReadOnlyMemory<byte>, long> parse)
    {
        var seen = new HashSet<long>();
        while (pending.TryDequeue(out var next))
        {
            if (!seen.Add(next.Address))
                throw _space.Fault(next.Address, "an object header continues into itself");
            if (seen.Count > MaxBlocks)
                throw _space.Fault(next.Address, $"an object header has more than {MaxBlocks} continuations");
            long inside = next.Address - Address;
            bool isRead = inside >= 0 && inside <= start.Length && next.Length >= 0 && next.Length <= start.Length - inside;
            ReadOnlyMemory<byte> block = isRead
                ? start.AsMemory((int)inside, (int)next.Length)
                : _space.ReadBlock(next.Address, next.Length, "an object header block");
            parse(block, next.Address);
        }
    }

    private void Add(MessageKind kind, byte flags, long address, ReadOnlyMemory<byte> body, Queue<(long Address, long Length)> pending)
    {
        if (kind == MessageKind.Continuation)
        {
            var cursor = new Cursor(_space, address, body.Span, "an object header continuation message");
            pending.Enqueue((cursor.Offset(), cursor.Length()));
        }
        else if (kind != MessageKind.Nil)
        {
            _messages.Add(new HeaderMessage(kind, (flags & 2) != 0, address, body));
        }
    }
}
