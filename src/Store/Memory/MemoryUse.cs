namespace Ronchi.Store;

/// <summary>Memory of a resident scan, outside the garbage collector's heap.</summary>
/// <param name="Used">Bytes that hold data.</param>
/// <param name="Reserved">Bytes that are taken from the operating system.</param>
public readonly record struct MemoryUse(long Used, long Reserved);
