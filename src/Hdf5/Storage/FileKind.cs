using System.Runtime.InteropServices;

namespace Ronchi.Hdf5.Storage;

/// <summary>
/// Tells regular files from pipes, sockets and devices without opening them: opening a pipe waits for a program that writes into it.
/// </summary>
public static partial class FileKind
{
    private const int CurrentFolder = -100;   // AT_FDCWD
    private const uint TypeOnly = 1;          // STATX_TYPE
    private const int TypeMask = 0xF000;

    /// <summary>What a path names when it is neither a regular file nor a folder.</summary>
    /// <param name="path">Any path; links are followed.</param>
    /// <returns><c>a pipe</c>, <c>a socket</c> or <c>a device</c>; null for a file, a folder, nothing, or where the system does not
    /// tell.</returns>
    public static string? NotAFile(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            if (Stat(CurrentFolder, path, 0, TypeOnly, out var status) != 0)
                return null;
            return (status.Mode & TypeMask) switch
            {
                0x1000 => "a pipe",
                0xC000 => "a socket",
                0x2000 or 0x6000 => "a device",
                _ => null,
            };
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    // The kernel's layout of struct statx, the same on every processor.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int folder, string path, int flags, uint mask, out Status status);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}
