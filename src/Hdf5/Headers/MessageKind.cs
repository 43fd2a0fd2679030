namespace Ronchi.Hdf5.Headers;

/// <summary>Object header messages that are read (format specification 3.0, IV.A.2).</summary>
internal enum MessageKind : ushort
{
    Nil = 0x0000,
    Dataspace = 0x0001,
    LinkInfo = 0x0002,
    Datatype = 0x0003,
    OldFillValue = 0x0004,
    FillValue = 0x0005,
    Link = 0x0006,
    ExternalStorage = 0x0007,
    Layout = 0x0008,
    GroupInfo = 0x000A,
    Filters = 0x000B,
    Attribute = 0x000C,
    Continuation = 0x0010,
    SymbolTable = 0x0011,
    BTreeRanks = 0x0013,
    AttributeInfo = 0x0015,
}
