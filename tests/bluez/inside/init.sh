#!/bin/sh
# First program of the guest: this machine's own files, read-only, bluez laid over them; what is
# written goes to memory. GUEST, SHARE, OUT and PYTHON come from the
# kernel's command line.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
# the upper halves of AVX registers are not kept when threads take turns (scripts/fxsave_only.py)
export GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX,-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-AVX_Fast_Unaligned_Load
export NPY_DISABLE_CPU_FEATURES="X86_V3 X86_V4 AVX512_ICL AVX512_SPR" OPENBLAS_CORETYPE=Nehalem
export OPENSSL_ia32cap=~0x1000000000000000:0
mount -t proc proc /proc
for word in $(cat /proc/cmdline); do
    case $word in footloose.*=*) export "${word#footloose.}" ;; esac
done
"$PYTHON" "$SHARE/modules.py" overlay ecc ecdh_generic cmac ecb af_alg algif_hash algif_skcipher \
    bluetooth hci_vhci
mount -t tmpfs -o size=256m tmpfs /mnt
mkdir /mnt/over /mnt/changes /mnt/work /mnt/root
mount -t hostfs none /mnt/over -o "$GUEST/over"
mount -t overlay overlay -o lowerdir=/mnt/over:/,upperdir=/mnt/changes,workdir=/mnt/work /mnt/root
root=/mnt/root
mount -t proc proc $root/proc
mount -t sysfs sys $root/sys
mount -t devtmpfs dev $root/dev
mkdir -p $root/dev/pts $root/dev/shm $root/run $root/out
mount -t devpts devpts $root/dev/pts
for folder in dev/shm run; do mount -t tmpfs tmpfs $root/$folder; done
mount -t hostfs none $root/out -o "$OUT"
ip link set lo up
mkdir -p $root/run/dbus $root/var/lib/bluetooth
exec chroot $root "$PYTHON" "$SHARE/agent.py" /dev/ttyS1
