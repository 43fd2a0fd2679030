using System.Text;

namespace Ronchi.Hdf5.Writing;

/// <summary>
/// Texts of variable length (format specification 3.0, III.E: global heap collections). Other programs read such texts as text, those of
/// fixed length as bytes.
/// </summary>
internal sealed class TextHeap(OutputFile file)
{
    private const int LeastBytes = 4096;
    private const int HeaderBytes = 16;
    private const int ObjectHeaderBytes = 16;
    private byte[] _collection = [];
    private long _address = LittleEndianBuffer.Undefined;
    private int _used;
    private int _count;

    /// <summary>Keeps a text.</summary>
    /// <returns>What stands for it in a dataset or an attribute: its length, the collection, and its number there.</returns>
    public byte[] Add(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length == 0)
            return new LittleEndianBuffer().U32(0).I64(0).U32(0).Written.ToArray();
        var room = ObjectHeaderBytes + Padded(bytes.Length);
        if (_address == LittleEndianBuffer.Undefined || _used + room > _collection.Length)
            Begin(room);
        var item = new LittleEndianBuffer().U16(++_count).U16(0).U32(0).I64(bytes.Length).Raw(bytes);
        item.Written.CopyTo(_collection.AsSpan(_used));
        _used += room;
        Write();
        return new LittleEndianBuffer().U32((uint)bytes.Length).I64(_address).U32((uint)_count).Written.ToArray();
    }

    private static int Padded(int length) => (length + 7) / 8 * 8;

    private void Begin(int room)
    {
        _collection = new byte[Math.Max(LeastBytes, HeaderBytes + room + ObjectHeaderBytes)];
        new LittleEndianBuffer().Raw("GCOL"u8).U8(1).U8(0).U16(0).I64(_collection.Length).Written.CopyTo(_collection);
        (_used, _count) = (HeaderBytes, 0);
        file.Align();
        _address = file.Append(_collection);
    }

    // What is left over is an object of its own, number 0.
    private void Write()
    {
        var left = _collection.Length - _used;
        if (left >= ObjectHeaderBytes)
            new LittleEndianBuffer().U16(0).U16(0).U32(0).I64(left).Written.CopyTo(_collection.AsSpan(_used));
        file.Overwrite(_address, _collection);
    }
}
