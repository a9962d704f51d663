/**
 * Connections of one listening socket that may wait in the kernel to be accepted. When it is full, Linux drops the client's
 * SYN, which it sends again after a second: in a crowd, everybody new waits for that second. Linux takes what it allows
 * itself (`net.core.somaxconn`, 4,096 since 5.4) where that is less.
 */
export const WAITING_CONNECTIONS = 4096;
